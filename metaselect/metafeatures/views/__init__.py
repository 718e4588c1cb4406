"""A `Dataset` goes in; what several metafeatures share of it comes out, each computed once and gone with the view.

`dataset_view.py` is what metafeatures receive. The samples are what the dear ones look at: `small_sample.py` for those
of distances and boundaries, `landmark_sample.py` for tiny models.
"""
