"""The Actions page: corrective actions, and the sustain checks of closed cycles."""
