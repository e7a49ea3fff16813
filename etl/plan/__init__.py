"""The action plan: `data/action_plan.yaml`, and the edits that people made over it."""
