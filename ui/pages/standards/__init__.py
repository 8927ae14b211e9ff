"""The Standards page: good practice in observable words, in versions that never change once published."""
