"""A budget of seconds, or of trials, goes in; a fitted model comes out that is better than what is advised unsearched.

`beliefs.py` says how good each configuration is, before and after some were tried; `next_trial.py` picks the one with
the greatest expected gain per second; `choice.py` and `ensemble.py` average the best. Trials and fits run in processes
of their own, which can be ended at any time.
"""

from metaselect.search.beliefs import Beliefs, expected_gains, prior_beliefs, shares_of_best
from metaselect.search.choice import Choice
from metaselect.search.clock import Clock
from metaselect.search.ensemble import Votes, select_votes
from metaselect.search.plan import Plan, plan_of, read_plan, write_plan
from metaselect.search.run_folder import TRIALS
from metaselect.search.search import Search, search, start_processes
from metaselect.search.shuffled import ShuffledClaim
from metaselect.search.spending import Progress, Spending
from metaselect.search.story import Surprise, find_surprises
from metaselect.search.trial import Trial
from metaselect.search.what_was_tried import knowledge_from

__all__ = [
    "TRIALS",
    "Beliefs",
    "Choice",
    "Clock",
    "Plan",
    "Progress",
    "Search",
    "ShuffledClaim",
    "Spending",
    "Surprise",
    "Trial",
    "Votes",
    "expected_gains",
    "find_surprises",
    "knowledge_from",
    "plan_of",
    "prior_beliefs",
    "read_plan",
    "search",
    "select_votes",
    "shares_of_best",
    "start_processes",
    "write_plan",
]
