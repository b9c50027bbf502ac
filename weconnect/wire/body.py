"""What a message says. Only the renderer and the store look inside.

Plain text now. The sealed body of encrypted rooms will be a second class beside `TextBody`,
and `Body` their union.
"""

from typing import Annotated

from pydantic import Field

from .base import MAX_CONTENT, Model, NotBlank

Content = Annotated[NotBlank, Field(max_length=MAX_CONTENT)]


class TextBody(Model):
    """Text as its author wrote it, but for blank lines before it and white space after it."""

    content: Content

    @property
    def mentionable(self) -> str:
        """The part in which `@names` call for people."""
        return self.content


Body = TextBody
