"""`Recommender`: a meta-learner joined to a knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from metaselect.data import Dataset
from metaselect.evaluation import find_metric
from metaselect.knowledge import KnowledgeBase
from metaselect.learners import BLEND
from metaselect.metafeatures import MetaFeatures, extract_metafeatures
from metaselect.metalearners import DEFAULT_META_LEARNER, Regressor
from metaselect.recommendation.candidates import make_candidates
from metaselect.recommendation.case import Case, place
from metaselect.recommendation.confidence.confidence_in import confidence_in
from metaselect.recommendation.costs.machine_speed import MachineSpeed
from metaselect.recommendation.costs.trade import find_trade
from metaselect.recommendation.explanation.explanation import explain
from metaselect.recommendation.explanation.neighbors import find_neighbors
from metaselect.recommendation.explanation.reasons import find_reasons
from metaselect.recommendation.guidance.guidance import guide
from metaselect.recommendation.learned import learn
from metaselect.recommendation.portfolio import choose_order
from metaselect.recommendation.prelearned import find_prelearned
from metaselect.recommendation.recommendation import DatasetSummary, Recommendation
from metaselect.seeding import seed_from

__all__ = ["Recommender"]


class Recommender:
    """Recommends configurations for a new dataset from what is known of past ones.

    Parameters
    ----------
    meta_learner : str or meta-learner
        A name in `META_LEARNERS`, or an unfitted regressor from metafeatures to regrets.
    metric : str or callable, optional
        scikit-learn's scorer name, or a scorer; the primary metric of the task when not given. Where known datasets
        were not scored by it, the nearest that they were scored by stands in for it, and a warning names it.
    random_state : int
        For the meta-learner and the recommended pipelines.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> from metaselect import Dataset, load_knowledge_base
    >>> diabetes = Dataset.from_arrays(*load_diabetes(return_X_y=True), name="diabetes")
    >>> recommender = Recommender().fit(load_knowledge_base(), "regression")
    >>> recommendation = recommender.recommend(diabetes, n=3)
    >>> len(recommendation.candidates), recommendation.metric
    (3, 'neg_root_mean_squared_error')
    """

    def __init__(
        self,
        meta_learner: str | Regressor = DEFAULT_META_LEARNER,
        metric: str | Callable[..., object] | None = None,
        random_state: int = 0,
    ):
        self.meta_learner = meta_learner
        self.metric = metric
        self.random_state = random_state

    def fit(self, knowledge_base: KnowledgeBase, task: str) -> Recommender:
        """Learn from the datasets of a task.

        Parameters
        ----------
        knowledge_base : KnowledgeBase
            What is known.
        task : {"binary", "multiclass", "regression"}
            Of the datasets that the advice will be for.

        Raises
        ------
        ConfigurationError
            If the meta-learner or the metric is unknown.
        KnowledgeBaseError
            If the knowledge base knows too few datasets of the task.
        """
        self.metric_ = find_metric(self.metric, task)
        seed = seed_from(self.random_state, "recommender")
        metric = self.metric_.stand_in
        self.learned_ = find_prelearned(knowledge_base, task, metric, self.meta_learner, seed) or learn(
            knowledge_base, task, metric, self.meta_learner, seed
        )
        self.knowledge_base_ = knowledge_base.name
        return self

    def recommend(
        self,
        dataset: Dataset,
        n: int = 5,
        *,
        exclude: Collection[str] = (),
        single: bool = False,
        metafeatures: MetaFeatures | None = None,
        cheap: bool = False,
        speed: MachineSpeed | None = None,
    ) -> Recommendation:
        """Return the `n` configurations to try on `dataset`, in order.

        A dataset that is farther from the known ones than any of these is from the others gets the order that is best
        on average: see `Confidence`.

        Parameters
        ----------
        dataset : Dataset
            The new one.
        n : int
            Length of the list; shorter where fewer may be recommended.
        exclude : collection of str
            Names of base learners or ids of configurations not to recommend.
        single : bool
            Whether only single models are recommended, and no blends of several.
        metafeatures : MetaFeatures, optional
            Those of `dataset`, when they have been extracted already.
        cheap : bool
            Whether fit time counts: see `cheap_list`.
        speed : MachineSpeed, optional
            Of the machine that seconds are to hold for; that which made the packaged knowledge base when not given.
            No order depends on it.

        Raises
        ------
        ConfigurationError
            If `exclude` names nothing known, or leaves nothing to recommend.
        """
        case = self.place(dataset, exclude=exclude, single=single, metafeatures=metafeatures, speed=speed)
        return self.advise(case, n, cheap=cheap)

    def place(
        self,
        dataset: Dataset,
        *,
        exclude: Collection[str] = (),
        single: bool = False,
        metafeatures: MetaFeatures | None = None,
        speed: MachineSpeed | None = None,
    ) -> Case:
        """Return a dataset beside all that is known; arguments and errors are those of `recommend`."""
        names = self.learned_.examples.metafeatures
        metafeatures = metafeatures or extract_metafeatures(dataset, names=names)
        excluded = (*exclude, BLEND) if single else exclude
        case = place(
            dataset, metafeatures, self.learned_, exclude=excluded, speed=speed, random_state=self.random_state
        )
        return replace(case, metric=self.metric_)

    def advise(self, case: Case, n: int = 5, *, cheap: bool = False) -> Recommendation:
        """Return the recommendation for a dataset that was placed; arguments are those of `recommend`."""
        dataset, examples = case.dataset, self.learned_.examples
        order = choose_order(case, n, cheap=cheap)
        # Metafeatures tell kinds of models apart, and what is first among these has the greatest share of a blend.
        singles = case.of_singles()
        order_of_singles = choose_order(singles, max(n, 2), cheap=cheap)
        guidance = guide(case)
        return Recommendation(
            dataset=DatasetSummary.of(dataset),
            metric=self.metric_.of_scores,
            scorer=self.metric_.scorer,
            candidates=make_candidates(case, order),
            neighbors=find_neighbors(case, order),
            reasons=find_reasons(singles, order_of_singles[0]),
            meta_learner=self.meta_learner if isinstance(self.meta_learner, str) else repr(self.meta_learner),
            n_known_datasets=len(examples.datasets),
            knowledge_base=self.knowledge_base_,
            warnings=guidance.caveats,
            confidence=confidence_in(case, order),
            explanation=explain(singles, order_of_singles[:n], cheap=cheap),
            validation=guidance.validation,
            metric_advice=guidance.metric_advice,
            speed=case.speed,
            trade=find_trade(case, order[0]) if cheap else None,
        )
