"""The few words that both families of records share."""

from typing import Literal

Kind = Literal["article", "video", "podcast", "paper", "thread"]
Status = Literal["draft", "published"]
Level = Literal["error", "warning", "advice"]
