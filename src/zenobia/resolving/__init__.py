"""Turn the words of Claims into values: days, tolls, places, parties and sources."""
