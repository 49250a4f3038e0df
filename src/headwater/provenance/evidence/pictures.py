"""The same picture with the same caption and credit: both had it from one hand."""

KIND = "same_picture"
SUPPORT = 0.8  # in log odds: agencies sell one picture to papers that write their own text
