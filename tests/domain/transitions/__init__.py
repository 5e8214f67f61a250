"""The transitions T1 to T25 of a dossier's life, one after another, each with its guards.

In the order of the law: the counter, forwarding and work, supplements and fees, the result, the
end, promises, and the record of it all.
"""
