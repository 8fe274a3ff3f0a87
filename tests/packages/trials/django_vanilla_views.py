"""`ListView`: its rows, and a poll"""

RESULT = (
    "`HtmxFragmentMixin` and `HtmxPollingMixin` work; `HtmxPaginationMixin` and "
    "`HtmxFormMixin` are refused"
)
TESTS = "vanilla or poll or Mixin-ListView or Mixin-CreateView"
