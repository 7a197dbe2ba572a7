"""The display of objects in IPython and Jupyter, whose code is imported on the first display."""
