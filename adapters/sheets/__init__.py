"""The timeliness report in other forms: CSV, the official form as XLSX, a chart as SVG.

Pure functions of the document that `projections.report` gives; they ask nobody and count nothing.
"""
