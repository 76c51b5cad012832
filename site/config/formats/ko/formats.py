"""Korean says the half of the day before the hour: 오후 3:05. Django's own order is the English."""

TIME_FORMAT = "A g:i"
DATETIME_FORMAT = "Y년 n월 j일 A g:i"
