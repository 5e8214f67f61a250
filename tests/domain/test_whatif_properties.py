"""Over any histories: what would move is what then moves, and no printed promise gets shorter."""

from datetime import date, datetime, timedelta
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.calendar.days import Kind
from domain.dossier import events
from domain.dossier.course import What
from domain.dossier.deadlines import owed
from domain.dossier.dossier import Dossier, fold
from domain.dossier.events import DeadlineRecomputed, DossierEvent, Received, Told
from domain.dossier.regime import regime
from domain.dossier.standing import standing
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from domain.lawmaking.book import with_entry
from domain.lawmaking.events import CalendarDeclared, LawEvent
from domain.lawmaking.whatif import Change, Effect, effect
from domain.procedure.events import Amended
from domain.procedure.procedure import Transition
from domain.register import Entered
from domain.store import RecordedEvent
from projections.evenings import what_counts
from projections.story import Story
from tests.domain.calendar.words import declared
from tests.domain.case import ZONE
from tests.domain.clock.strategies import CLOCKED, numbered, told
from tests.domain.clock.telling import GOODS, MARK, OFFICER, STANDARD, shipped
from tests.domain.entering import BY, HOLIDAY, MAKEUP, known

Case = tuple[list[Told], LawEvent, datetime]
"""What happened, what is entered, and when."""

A_DAY: Final = timedelta(days=1)
PROCEDURES: Final = (STANDARD, MARK, GOODS, OFFICER)
"""Of five working days, of one, and of sixteen working hours."""


@st.composite
def changes(draw: st.DrawFn) -> Case:
    """A history that is on its way, and a change that is entered meanwhile, of days or of its own
    procedure."""
    received_at = draw(st.sampled_from(RECEIPTS)) + draw(hours)
    told = draw(st.one_of(*[_on_its_way(received_at)] * 5, CLOCKED))
    at = max(one.occurred_at for one in told) + draw(st.integers(0, 2)) * A_DAY + A_MINUTE
    days = st.integers(-1, 8).map(lambda days: received_at.date() + days * A_DAY)
    announced = at.date() - draw(st.integers(0, 9)) * A_DAY
    codes = [one.event.procedure for one in told if isinstance(one.event, Received)]
    code = next((code for code in codes if code in PROCEDURES), STANDARD)
    event = draw(st.one_of(_days(days, announced), _terms(code, days)))
    return told, event, at


RECEIPTS: Final = tuple(
    datetime(*on, tzinfo=ZONE)
    for on in ((2019, 8, 26), (2019, 4, 24), (2020, 5, 18), (2021, 2, 3), (2025, 12, 24))
)
A_MINUTE: Final = timedelta(minutes=1)
hours: Final = st.sampled_from((8, 10, 16)).map(lambda hour: timedelta(hours=hour))


@st.composite
def _on_its_way(draw: st.DrawFn, received_at: datetime) -> list[Told]:
    """Mostly promised by the law, now and then otherwise, or not at all."""
    code = draw(st.sampled_from(PROCEDURES))
    bare = [accepting(received_at, code, None)]
    legal = owed(regime(fold(bare), shipped())).at
    assert legal
    sooner = st.integers(-2, 3).map(lambda days: legal + days * A_DAY)
    promised = draw(st.one_of(st.just(legal), st.just(legal), st.none(), sooner))
    afterwards = received_at + A_DAY
    more = draw(st.lists(st.sampled_from(_more(afterwards, legal)), max_size=2, unique_by=str))
    told = [accepting(received_at, code, promised), *(one for each in more for one in each)]
    return numbered(sorted(told, key=lambda one: one.occurred_at))


def accepting(at: datetime, code: str, promised: datetime | None) -> Told:
    return told(Received(procedure=code, promised_return=promised), at)


def _more(at: datetime, legal: datetime) -> list[tuple[Told, ...]]:
    asked, answered = (at + days * A_DAY for days in (0, 2))
    new = legal + 5 * A_DAY
    return [
        (told(events.SupplementRequested(supplement="1", relayed=True), asked),),
        (
            told(events.SupplementRequested(supplement="2", relayed=True), asked),
            told(events.SupplementReceived(supplement="2", promised_return=new), answered),
        ),
        (told(events.Rescheduled(promised_return=new), asked),),
        (told(events.DeadlineRecomputed(cause="law", new=legal + A_DAY), asked),),
        (told(events.ResultArrived(), answered),),
    ]


def _days(days: SearchStrategy[date], announced: date) -> SearchStrategy[LawEvent]:
    def of(kinds: dict[date, Kind]) -> CalendarDeclared:
        said = {"announced_on": announced}
        each = tuple(declared(f"{one:%d/%m/%Y}", kind, **said) for one, kind in kinds.items())
        return CalendarDeclared(days=each, confirmed_by=BY[1])

    kinds = st.sampled_from((HOLIDAY, HOLIDAY, MAKEUP))
    return st.dictionaries(days, kinds, min_size=1, max_size=3).map(of)


def _terms(code: str, days: SearchStrategy[date]) -> SearchStrategy[LawEvent]:
    """A term of another length, for new dossiers or for all."""

    def of(first: date, amount: int, transition: Transition) -> Amended:
        version = shipped().versions(code)[-1]
        terms = tuple(
            term.model_copy(update={"length": term.length.model_copy(update={"amount": amount})})
            for term in version.terms
        )
        changed = {"valid_from": first, "transition": transition, "terms": terms}
        return Amended(procedure=version.model_copy(update=changed), known_on=first)

    transitions = (Transition.PENDING_TAKES_NEW, Transition.RECEIVED_BEFORE_KEEPS_OLD)
    return st.builds(of, days, st.integers(1, 20), st.sampled_from(transitions))


def _change(told: list[Told], event: LawEvent, at: datetime) -> Change:
    entry = Entered(len(told), 1, at, event, BY[0], "office", "1")
    return Change(event, shipped(), with_entry(shipped(), entry), at, len(told), BY[0])


Reported = tuple[date | None, Timeliness]


def then(case: Case, found: Effect | None) -> list[RecordedEvent[DossierEvent]]:
    """What is known of the dossier once the decision is recorded."""
    said, _, at = case
    recorded = known(said)
    if found and found.repromised:
        number = len(said) + 1
        recorded.append(RecordedEvent(number, "stream", number, at, found.repromised))
    return recorded


def reported(recorded: list[RecordedEvent[DossierEvent]], law: Law, at: datetime) -> Reported:
    """As the report judges it at the end of the day: without what waits for a second person."""
    story = what_counts(Story(recorded, law))
    dossier = story.dossier if story else Dossier()
    stands = standing(dossier, law, _day(dossier, at))
    return stands.due_on, stands.on(_day(dossier, at))


def _day(dossier: Dossier, at: datetime) -> date:
    return at.astimezone(dossier.zone(ZONE)).date()


@settings(max_examples=150, deadline=None)
@given(changes())
def test_what_would_move_is_what_then_moves(case: Case) -> None:
    said, change = case[0], _change(*case)
    found = effect(known(said), change)

    was = reported(known(said), change.before, change.at)
    now = reported(then(case, found), change.after, change.at)
    if found is None:
        assert was == now or fold(said).intake.accepted is None
        return
    assert was == (found.before.due.on, found.before.timeliness)
    assert now == (found.after.due.on, found.after.timeliness)


@settings(max_examples=150, deadline=None)
@given(changes())
def test_no_printed_promise_gets_shorter(case: Case) -> None:
    said, change = case[0], _change(*case)
    found = effect(known(said), change)

    before, after = fold(said), fold(event.told for event in then(case, found))
    if found and found.repromised and before.clock.promises:
        assert isinstance(found.repromised.event, DeadlineRecomputed)
        assert found.repromised.event.new >= before.clock.promises[-1].returns_at
    was = owed(regime(before, change.before, _day(before, change.at)))
    now = owed(regime(after, change.after, _day(before, change.at)))
    # By its own facts: what was set off anew since the slip was printed is owed by the law.
    if any(fact.what is What.PROMISED for fact in was.facts):
        assert was.on
        assert now.on
        assert now.on >= was.on
