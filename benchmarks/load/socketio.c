// Socket.IO on Engine.IO: opened, entered, then events and their acknowledgements. And the same events
// on a bare WebSocket.
#include "load.h"

enum { OPENED, ENTERED };

// Whether a client was told {"ok":false…}, with a space in it or without.
static bool is_denied(const char *data, size_t size) {
    size_t head = size < 64 ? size : 64;
    return has(data, head, "\"ok\":false") || has(data, head, "\"ok\": false");
}

// The join is asked for with the acknowledgement's id 0, a message with 1.
static void on_event(struct client *c, const char *data, size_t size) {
    if (starts(data, size, opt.delivery)) {
        delivered(data, size);
    } else if (starts(data, size, "430[")) {
        if (opt.complete && !has(data, size, opt.complete)) counts.incomplete++;
        if (is_denied(data, size)) refuse(data, size);
        else client_joined(c);
    } else if (starts(data, size, "431[")) {
        if (is_denied(data, size)) refuse(data, size);
        else counts.acked++;
    }
}

static void on_text(struct client *c, const char *data, size_t size) {
    if (c->state == READY) {
        if (size == 1 && *data == '2') client_put(c, "3"); // a ping
        else on_event(c, data, size);
    } else if (c->step == OPENED && starts(data, size, "0")) {
        c->step = ENTERED;
        client_put(c, "40");
    } else if (c->step == ENTERED && starts(data, size, "40")) {
        client_ready(c);
    } else if (c->step == ENTERED && starts(data, size, "44")) {
        client_refused(c, data, size);
    }
}

static void on_opened(struct client *c) { (void)c; } // the server speaks first

const struct protocol socketio = {NULL, on_opened, on_text};
const struct protocol raw = {NULL, client_ready, on_event};
