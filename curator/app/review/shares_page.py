"""The links that were given out, as whoever runs the review sees them, and how one is made or taken back."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from curator.app.review.elements import Node, button, node
from curator.app.review.sharing import Shares, Sharing

_MAY = {"edit": "may change weeks, nominate and agree", "read": "may look"}


class ShareRequest(BaseModel):
    """One thing that is asked for about the links."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: Literal["give", "revoke"]
    may: Literal["edit", "read"] = "read"
    number: int = 0

    def carry_out(self, shares: Shares) -> None:
        """Make a link, or take one back."""
        if self.do == "give":
            shares.give(self.may)
        else:
            shares.revoke(self.number)


def shares_page(sharing: Sharing | None) -> list[Node]:
    """Show every link with what it is good for, a button that revokes it, and two that make another."""
    if sharing is None:
        return [
            node("p", "This review is for this machine alone: start it with --share to open it to others.")
        ]
    items = [
        node(
            "li",
            node("p", f"Whoever has this link {_MAY[share.may]}: "),
            node("p", node("code", sharing.link(share), data_link=sharing.link(share))),
            button("revoke", "Revoke", data_number=share.number, aria_label=f"Revoke link {share.number}"),
        )
        for share in sharing.shares.given
    ]
    return [
        node("ul", items) if items else node("p", "No link is given out."),
        node(
            "p",
            button("give", "New link to edit", data_may="edit"),
            " ",
            button("give", "New link to read", data_may="read"),
        ),
        node(
            "p",
            "Browsers warn once: nobody else vouches for this machine. The certificate that they show "
            "must have this SHA-256 fingerprint: ",
            node("code", sharing.certificate.fingerprint),
            class_="by",
        ),
    ]
