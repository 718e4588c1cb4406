"""A `Dataset` goes in; what several metafeatures share of it comes out, each computed once and gone with the view.

`dataset_view.py` is what metafeatures receive. It holds, each in a file of its own: `content_order.py`, the orders in
which rows, columns and classes are taken; `counts.py`, of all rows; `sample.py`, of 5,000 rows and 100 columns, for
whatever is linear in them; and two samples of about 1,000 rows for the dear ones, `small_sample.py` for distances and
boundaries, `landmark_sample.py` for tiny models. What is made of a view or a sample is remembered in it, by
`cached_property` where it is a method and by `once.py` where it is a function.
"""
