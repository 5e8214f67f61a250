"""Events as every release stored them: they must load for ever."""
