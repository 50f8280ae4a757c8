from selectors import *  # noqa: F403
