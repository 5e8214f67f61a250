"""The words in front of the document."""

from typing import Final

DESCRIPTION: Final = """\
Back-office services say what happened to dossiers; hoso works out where each stands, who holds its
paper and its digital copy, and whether it is on time.

- **Times** are RFC 3339 with their offset; answers give them in UTC. **Days** are local days of the
  authority. Working time is in minutes.
- **Who comes** shows a key: `Authorization: Bearer …` (RFC 6750). A key has a role, and units
  beyond which there is nothing for it to see. The right that a route asks for is `x-right`.
- **Sending again** is safe: the same `source` and `request_id` get the first answer, with
  `Idempotent-Replayed: true`. `Idempotency-Key` is the request id of an event that names none.
- **Refusals** are problem details (RFC 9457) with a stable `code`; the schema `RefusalCode` says
  what each means, in English and Vietnamese. An unknown path is 404, another method 405.
- **What is irregular** is recorded with a finding; in mode `decide` it is refused instead, unless
  it is overridden.
- **Unknown parameters** and fields are refused: what nobody reads would be lost unseen.
- **Reading one's own write**: `after` is the `position` of the answer to the write. **As it was**
  is `at`; **as we knew it** is `known_at`.
- **Bodies** may be packed (`Content-Encoding: gzip`), and answers are where it is accepted.
"""

TAGS: Final = {
    "dossiers": "One dossier: create it, say what happened, read where it stands and why.",
    "events": "Events of any dossiers: told many at once, and followed as they are recorded.",
    "unplaced": "What was told of a code that nobody bears yet.",
    "sources": "Systems that tell in their own words, by their profiles.",
    "outages": "Times in which a source was cut off, declared by two people.",
    "consignments": "Dossiers that travel on one slip, and shelf checks.",
    "divergences": "Where paper and digital disagree.",
    "reports": "Timeliness by form II.06a, whose time it was, and what was issued.",
    "procedures": "What can be asked for, and by which terms.",
    "units": "Authorities, units and desks, by the ids that events name.",
    "law": "Holidays and procedures that change: what they would do, and entering them.",
    "keys": "Who may come, and what auditors looked at.",
    "health": "Whether the process lives, and whether hoso can be relied on.",
    "metrics": "For Prometheus.",
}
