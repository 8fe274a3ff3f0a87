"""`CRUDView`: its list"""

RESULT = (
    "`HtmxFragmentMixin` works; `HtmxPaginationMixin` and `HtmxFormMixin` are refused"
)
TESTS = "quests or CRUDView"
