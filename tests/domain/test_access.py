"""Who may do what: the roles as the table has them."""

import pytest

from domain.access import OF_ALL, RIGHTS, Principal, Right, Role

READS = {Right.READ}
ACTS = {Right.READ, Right.RECORD, Right.DECIDE}


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (Role.SERVICE, READS | {Right.RECORD}),
        (Role.ONE_STOP, ACTS | {Right.PLACE}),
        (Role.HANDLER, ACTS),
        (Role.LEADER, ACTS | {Right.PLACE, Right.OUTAGE}),
        (Role.CLERK, ACTS | {Right.PLACE}),
        (Role.AUDITOR, READS | {Right.READ_ISSUED}),
        (Role.ADMINISTRATOR, set(Right)),
        (Role.MONITOR, {Right.OBSERVE}),
    ],
)
def test_each_role_has_these_rights_and_no_other(role: Role, rights: set[Right]) -> None:
    principal = Principal("somebody", role)
    assert {right for right in Right if principal.may(right)} == rights


def test_every_role_stands_in_the_table() -> None:
    assert set(RIGHTS) == set(Role)


def test_an_auditor_writes_nothing_and_nobody_with_units_sees_all() -> None:
    assert RIGHTS[Role.AUDITOR] == {Right.READ, Right.READ_ISSUED}
    assert {Role.AUDITOR, Role.ADMINISTRATOR, Role.MONITOR} == OF_ALL
