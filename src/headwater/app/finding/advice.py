"""Why an address gives nothing, and what a person can do next: one plain sentence for each reason."""

from __future__ import annotations

from headwater.model.rejection import Reason, Rejection

_ADVICE = {
    Reason.ROBOTS_DISALLOWED: "its robots.txt asks programs like us to stay away, and we do; ask it, or leave it",
    Reason.ROBOTS_UNREACHABLE: "its robots.txt could not be read, and without it we do not fetch; try again later",
    Reason.RESERVED: "its terms do not allow fetching; ask the outlet, or leave it",
    Reason.NAME_NOT_FOUND: "there is no such host; check the spelling",
    Reason.CONNECTION_FAILED: "the host does not answer; try again later",
    Reason.TIMEOUT: "the host does not answer in time; try again later",
    Reason.TOO_SLOW: "the host sends too slowly; try again later",
    Reason.TLS_FAILED: "its certificate is not to be trusted; tell the outlet, or give its http:// address",
    Reason.PROTOCOL_ERROR: "the server does not speak HTTP properly; check the address, or try again later",
    Reason.REDIRECT_LOOP: "it redirects in a circle; look in a browser for the address where it ends",
    Reason.TOO_MANY_REDIRECTS: "it redirects again and again; look in a browser for the address where it ends",
    Reason.GONE: "the server says that this is gone for good; look for the outlet's new address",
    Reason.LOGIN_PAGE: "it answers with a login page; look for a public feed address",
    Reason.CONSENT_WALL: "it answers with a page about cookies and consent only; look for a feed address and add that",
    Reason.ERROR_PAGE: "it answers with an error page, though the server calls it a success; check the address",
    Reason.EMPTY_SHELL: "the page is empty without a browser that runs scripts; look for a feed address and add that",
    Reason.NOT_A_FEED: "it is neither a feed nor a page with links to articles; give the home page or a feed",
    Reason.EMPTY_FEED: "it announces nothing; give the home page, or try again later",
    Reason.ADDRESS_REFUSED: "it leads into a private network; list that network in allowed_networks if you mean it",
    Reason.TOO_LARGE: "its answer is larger than we read; look for a feed address and add that",
    Reason.BAD_INPUT: "it is no address that can be fetched; check the spelling",
}
_STATUS = {
    401: "it wants a name and a password; look for a public feed address",
    402: "it wants to be paid; look for a public feed address",
    403: "the server refuses programs like us, and we do not pretend to be another; ask the outlet, or leave it",
    404: "there is nothing at this address; check it, or give the domain alone",
    429: "the server has had enough requests; try again later",
    451: "it may not be shown for legal reasons",
}


def advice(rejection: Rejection, status: int = 0) -> str:
    """What is the matter and what to do next, in words; the detail where we have nothing better to say."""
    if rejection.reason is Reason.HTTP_STATUS:
        if "another host" in rejection.detail:
            return f"it has moved ({rejection.detail}); give that address"
        later = "the server has a fault; try again later" if status >= 500 else ""
        return _STATUS.get(status) or later or f"the server answered {rejection.detail or status}"
    return _ADVICE.get(rejection.reason) or rejection.detail or rejection.reason.value.replace("_", " ")
