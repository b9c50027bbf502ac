"""The people of the example team."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

TEAM = "Tidewater"


@dataclass(frozen=True)
class Part:
    """Somebody in the plays; `colours` make a picture, without them the initial is drawn."""

    username: str
    display_name: str
    colours: tuple[str, str] | None = None

    def picture(self) -> bytes | None:
        """A slanting gradient of the two colours, as PNG."""
        if self.colours is None:
            return None
        slanting = Image.linear_gradient("L").rotate(40, Image.Resampling.BICUBIC, expand=True)
        middle = ImageOps.fit(slanting, (256, 256), centering=(0.5, 0.5))
        # Past the corners that the rotation has left empty.
        whole = ImageOps.fit(middle.crop((56, 56, 200, 200)), (256, 256))
        out = BytesIO()
        ImageOps.colorize(whole, *self.colours).save(out, "PNG")
        return out.getvalue()


# The first one administrates a server that had nobody before.
CAST = (
    Part("nora", "Nora Lindqvist", ("#0b3c5d", "#7fd1c7")),
    Part("tomas", "Tomás Rivera"),
    Part("mei", "Mei Tanaka", ("#b3315f", "#ffc371")),
    Part("yusuf", "Yusuf Demir"),
    Part("greta", "Greta Holm", ("#3a6b35", "#e3d26f")),
    Part("sam", "Sam Okafor"),
    Part("lena", "Lena Fischer", ("#4b2a7b", "#f08a8a")),
    Part("ravi", "Ravi Menon"),
)
