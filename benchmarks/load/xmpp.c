// XMPP over WebSocket (RFC 7395): an anonymous login (SASL ANONYMOUS, RFC 4505), a resource bound
// (RFC 6120), and rooms (XEP-0045). Every frame is one element.
#include "load.h"

#include <string.h>

#define XMLNS "xmlns=\"urn:ietf:params:xml:ns:xmpp-"
#define OPEN "<open " XMLNS "framing\" to=\"localhost\" version=\"1.0\"/>"
#define LOGIN "<auth " XMLNS "sasl\" mechanism=\"ANONYMOUS\"/>"
#define BIND "<iq xmlns=\"jabber:client\" type=\"set\" id=\"bind\"><bind " XMLNS "bind\"/></iq>"

enum { STRANGER, ASKING, KNOWN, BINDING };

static void on_opened(struct client *c) { client_put(c, OPEN); }

// An attribute's value in either kind of quotes.
static bool says(const char *data, size_t size, const char *single, const char *quoted) {
    return has(data, size, single) || has(data, size, quoted);
}

static bool is_error(const char *data, size_t size) {
    const char *end = memchr(data, '>', size);
    return says(data, end ? (size_t)(end - data) : size, "type='error'", "type=\"error\"");
}

// One's own presence, marked with 110, is the answer to a join; one's own message is the only answer to
// a message. What has no stamp is a room's subject.
static void in_room(struct client *c, const char *data, size_t size) {
    if (is_error(data, size)) {
        refuse(data, size);
    } else if (starts(data, size, "<message")) {
        if (has(data, size, "@@")) delivered(data, size);
    } else if (starts(data, size, "<presence")) {
        if (says(data, size, "code='110'", "code=\"110\"")) client_joined(c);
    } else if (starts(data, size, "<close")) {
        client_lost(c);
    }
}

static void on_text(struct client *c, const char *data, size_t size) {
    if (c->state == READY) {
        in_room(c, data, size);
    } else if (has(data, size, "<failure") || has(data, size, "<close") || has(data, size, "stream:error")) {
        client_refused(c, data, size);
    } else if (c->step == STRANGER && has(data, size, "ANONYMOUS")) {
        c->step = ASKING;
        client_put(c, LOGIN);
    } else if (c->step == ASKING && has(data, size, "<success")) {
        c->step = KNOWN;
        client_put(c, OPEN);
    } else if (c->step == KNOWN && has(data, size, "xmpp-bind")) {
        c->step = BINDING;
        client_put(c, BIND);
    } else if (c->step == BINDING && has(data, size, "<jid>")) {
        client_ready(c);
    }
}

const struct protocol xmpp = {"xmpp", on_opened, on_text};
