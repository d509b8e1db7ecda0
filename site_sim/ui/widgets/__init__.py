"""The widgets: each formats a part of the scene, none computes."""
