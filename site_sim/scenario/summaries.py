"""A line about each of the execution models, for those who may not know the kernel."""

from __future__ import annotations

from site_sim.kernel.models import MODELS

MODEL_SUMMARIES: dict[str, str] = {model.name: model.summary for model in MODELS.values()}
