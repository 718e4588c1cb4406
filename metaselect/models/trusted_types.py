"""The types that a model file may hold: nothing else is made of what is in a file, whatever it says.

To let the files of a new learner be saved, add the types of its fitted pipeline; the tests say which are missing.
"""

from __future__ import annotations

__all__ = ["TRUSTED_TYPES", "name_of_type"]

# By the module that defines them.
_BY_MODULE: dict[str, tuple[str, ...]] = {
    "metaselect.data.columns.category": ("Category",),
    "metaselect.data.columns.date": ("DateColumn",),
    "metaselect.data.columns.empty": ("Empty",),
    "metaselect.data.columns.free_text": ("FreeText",),
    "metaselect.data.columns.number": ("Number",),
    "metaselect.data.columns.repairs.blanks": ("Blanks",),
    "metaselect.data.columns.repairs.durations": ("Durations",),
    "metaselect.data.columns.repairs.error_texts": ("ErrorTexts",),
    "metaselect.data.columns.repairs.footnotes": ("Footnotes",),
    "metaselect.data.columns.repairs.given_missing": ("GivenMissing",),
    "metaselect.data.columns.repairs.numbers_in_text": ("NumbersInText",),
    "metaselect.data.columns.repairs.other_spellings": ("OtherSpellings",),
    "metaselect.data.columns.repairs.out_of": ("OutOf",),
    "metaselect.data.columns.repairs.plain_numbers": ("PlainNumbers",),
    "metaselect.data.columns.repairs.several_units": ("SeveralUnits",),
    "metaselect.data.notes": ("Note",),
    "metaselect.data.target_reading": ("TargetReading",),
    "metaselect.learners.blend": ("MemberPipeline",),
    "metaselect.learners.in_context.cells": ("ColumnScales",),
    "metaselect.learners.in_context.classifier": ("InContextClassifier",),
    "metaselect.learners.in_context.members": ("Member",),
    "metaselect.learners.in_context.regressor": ("InContextRegressor",),
    "metaselect.learners.labels": ("ClassificationPipeline", "LabelEncodedClassifier"),
    "metaselect.learners.learned_rounds": ("LearnedRounds",),
    "metaselect.learners.table_cleaner": ("TableCleaner",),
    "metaselect.learners.table_pipeline": ("TablePipeline",),
    "metaselect.learners.text": ("TextEncoder",),
    "metaselect.learners.voting_median": ("VotingMedian",),
    "metaselect.models.boosters": ("BoosterBytes",),
    "metaselect.models.portable": ("Plain", "PlainArray", "Splines"),
    "metaselect.models.trees": ("ForestArrays", "HistTreeArrays", "TreeArrays"),
    "sklearn.calibration": ("CalibratedClassifierCV", "_CalibratedClassifier", "_SigmoidCalibration"),
    "sklearn.compose._column_transformer": ("ColumnTransformer",),
    "sklearn.compose._target": ("TransformedTargetRegressor",),
    "sklearn.decomposition._pca": ("PCA",),
    "sklearn.decomposition._truncated_svd": ("TruncatedSVD",),
    "sklearn.discriminant_analysis": ("LinearDiscriminantAnalysis", "QuadraticDiscriminantAnalysis"),
    "sklearn.ensemble._forest": (
        "ExtraTreesClassifier",
        "ExtraTreesRegressor",
        "RandomForestClassifier",
        "RandomForestRegressor",
    ),
    "sklearn.ensemble._hist_gradient_boosting.binning": ("_BinMapper",),
    "sklearn.ensemble._hist_gradient_boosting.gradient_boosting": (
        "HistGradientBoostingClassifier",
        "HistGradientBoostingRegressor",
    ),
    "sklearn.ensemble._voting": ("VotingClassifier", "VotingRegressor"),
    "sklearn.feature_extraction.text": ("TfidfTransformer", "TfidfVectorizer"),
    "sklearn.feature_selection._from_model": ("SelectFromModel",),
    "sklearn.gaussian_process._gpc": ("GaussianProcessClassifier", "_BinaryGaussianProcessClassifierLaplace"),
    "sklearn.gaussian_process._gpr": ("GaussianProcessRegressor",),
    "sklearn.gaussian_process.kernels": ("ConstantKernel", "Matern", "Product", "RBF", "Sum", "WhiteKernel"),
    "sklearn.impute._base": ("MissingIndicator", "SimpleImputer"),
    "sklearn.kernel_ridge": ("KernelRidge",),
    "sklearn.linear_model._bayes": ("BayesianRidge",),
    "sklearn.linear_model._coordinate_descent": ("ElasticNet",),
    "sklearn.linear_model._huber": ("HuberRegressor",),
    "sklearn.linear_model._logistic": ("LogisticRegression",),
    "sklearn.linear_model._ridge": ("Ridge",),
    "sklearn.model_selection._split": ("KFold", "StratifiedKFold"),
    "sklearn.multiclass": ("OneVsRestClassifier",),
    "sklearn.naive_bayes": ("GaussianNB",),
    "sklearn.neighbors._classification": ("KNeighborsClassifier",),
    "sklearn.neighbors._regression": ("KNeighborsRegressor",),
    "sklearn.neural_network._multilayer_perceptron": ("MLPClassifier", "MLPRegressor"),
    "sklearn.pipeline": ("Pipeline",),
    "sklearn.preprocessing._data": ("QuantileTransformer", "StandardScaler"),
    "sklearn.preprocessing._encoders": ("OneHotEncoder", "OrdinalEncoder"),
    "sklearn.preprocessing._function_transformer": ("FunctionTransformer",),
    "sklearn.preprocessing._label": ("LabelBinarizer", "LabelEncoder"),
    "sklearn.preprocessing._polynomial": ("SplineTransformer",),
    "sklearn.preprocessing._target_encoder": ("TargetEncoder",),
    "sklearn.svm._classes": ("LinearSVC", "LinearSVR", "SVC", "SVR"),
    "sklearn.tree._classes": (
        "DecisionTreeClassifier",
        "DecisionTreeRegressor",
        "ExtraTreeClassifier",
        "ExtraTreeRegressor",
    ),
    "xgboost.sklearn": ("XGBClassifier", "XGBRegressor"),
}

TRUSTED_TYPES = frozenset(f"{module}.{name}" for module, names in _BY_MODULE.items() for name in names)


def name_of_type(value: object) -> str:
    """Return the name of the type of a value as `TRUSTED_TYPES` has it.

    Examples
    --------
    >>> name_of_type(1)
    'builtins.int'
    """
    return f"{type(value).__module__}.{type(value).__qualname__}"
