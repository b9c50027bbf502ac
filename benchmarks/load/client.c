// One client: TCP, the WebSocket handshake, then frames, which belong to the protocol.
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10, MOST_LATENCIES = 30000000 };

struct counts counts;
struct client *clients;
uint32_t *latencies;
size_t latency_count;
uint64_t first_contact;
static int poller;

void clients_init(void) {
    poller = epoll_create1(0);
    clients = calloc(opt.clients, sizeof *clients);
    latencies = malloc(MOST_LATENCIES * sizeof *latencies); // touched only as far as it is used
    for (int i = 0; i < opt.clients; i++) clients[i].number = i;
}

// Writing

void client_lost(struct client *c) {
    if (c->state == CLOSED) return;
    if (c->state == READY) counts.ready--;
    if (c->joined) counts.joined--;
    if (!opt.retry) counts.failed++;
    close(c->fd);
    free(c->input);
    free(c->output);
    *c = (struct client){.number = c->number,
        // Up to 150 ms, as clients spread their attempts.
        .retry_at = now_ns() + (50 + c->number * 37 % 100) * 1000000ull};
}

static void watch(struct client *c) {
    bool writes = c->output_at < c->output_size || c->state == CONNECTING;
    struct epoll_event event = {.events = EPOLLIN | (writes ? EPOLLOUT : 0), .data.ptr = c};
    epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event);
}

static void flush(struct client *c) {
    while (c->output_at < c->output_size) {
        ssize_t sent = write(c->fd, c->output + c->output_at, c->output_size - c->output_at);
        if (sent < 0 && errno == EAGAIN) {
            if (!c->blocked) watch(c);
            c->blocked = true;
            return;
        }
        if (sent < 0) { client_lost(c); return; }
        c->output_at += sent;
    }
    c->output_size = c->output_at = 0;
    if (c->blocked || c->state == HANDSHAKE) watch(c);
    c->blocked = false;
}

static void put(struct client *c, const void *data, size_t size) {
    c->output = realloc(c->output, c->output_size + size);
    memcpy(c->output + c->output_size, data, size);
    c->output_size += size;
    flush(c);
}

static void put_frame(struct client *c, int opcode, const char *data, size_t size) {
    static uint32_t seed = 2463534242; // a mask for each frame, as browsers have
    seed ^= seed << 13, seed ^= seed >> 17, seed ^= seed << 5;
    unsigned char frame[16384 + 8], *mask;
    size_t head = 0;
    if (size > 16384) abort();
    frame[head++] = 0x80 | opcode;
    if (size < 126) {
        frame[head++] = 0x80 | size;
    } else {
        frame[head++] = 0x80 | 126;
        frame[head++] = size >> 8;
        frame[head++] = size;
    }
    memcpy(mask = frame + head, &seed, 4);
    head += 4;
    for (size_t i = 0; i < size; i++) frame[head + i] = data[i] ^ mask[i & 3];
    put(c, frame, head + size);
}

// Templates: %r the client's room, %i its number, %p its port, %t the time padded to --size, %u a fresh UUID

static int port_of(struct client *c) {
    return opt.ports[c->number / opt.rooms % opt.port_count];
}

static size_t expand(struct client *c, const char *template, char *out) {
    static unsigned long uuids;
    size_t at = 0;
    for (const char *t = template; *t && at < 8200; t++) {
        if (*t != '%') { out[at++] = *t; continue; }
        int room = c->number % opt.rooms;
        switch (*++t) {
        case 'r':
            at += opt.room_count ? sprintf(out + at, "%s", opt.room_names[room % opt.room_count])
                                 : sprintf(out + at, "room%d", room);
            break;
        case 'i': at += sprintf(out + at, "%d", c->number); break;
        case 'p': at += sprintf(out + at, "%d", port_of(c)); break;
        case 'u':
            uuids++;
            at += sprintf(out + at, "%08x-%04x-4%03lx-8000-%012lx", (unsigned)(now_ns() >> 10),
                          (unsigned)getpid() & 0xffff, uuids & 0xfff, uuids);
            break;
        case 't': {
            int written = sprintf(out + at, "@@%llu@@", (unsigned long long)now_ns());
            at += written;
            while (written++ < opt.size) out[at++] = 'x';
        }
        }
    }
    out[at] = 0;
    return at;
}

static void put_text(struct client *c, const char *template) {
    char text[16384];
    put_frame(c, TEXT, text, expand(c, template, text));
}

void client_put(struct client *c, const char *text) { put_frame(c, TEXT, text, strlen(text)); }

void client_join(struct client *c) {
    if (c->state == READY && opt.join) put_text(c, opt.join);
}

void client_say(struct client *c) {
    if (c->state != READY) return;
    put_text(c, opt.message);
    counts.sent++;
}

// Reading

bool starts(const char *data, size_t size, const char *with) {
    size_t length = strlen(with);
    return size >= length && !memcmp(data, with, length);
}

bool has(const char *data, size_t size, const char *word) {
    return memmem(data, size, word, strlen(word));
}

void client_joined(struct client *c) {
    if (c->joined) return;
    c->joined = true;
    c->joined_at = now_ns();
    counts.joined++;
}

void client_ready(struct client *c) {
    c->state = READY;
    counts.ready++;
    if (!opt.join) client_joined(c); // the address itself was the room
    else if (!opt.joining_rate) client_join(c);
}

void refuse(const char *data, size_t size) {
    static bool told;
    counts.refused++;
    if (!told) fprintf(stderr, "refused: %.*s\n", (int)(size < 400 ? size : 400), data);
    told = true;
}

void client_refused(struct client *c, const char *data, size_t size) {
    refuse(data, size);
    client_lost(c);
}

void delivered(const char *data, size_t size) {
    counts.delivered++;
    counts.bytes += size;
    const char *stamp = memmem(data, size, "@@", 2);
    if (stamp && latency_count < MOST_LATENCIES)
        latencies[latency_count++] = (now_ns() - strtoull(stamp + 2, NULL, 10)) / 1000;
}

static void on_frame(struct client *c, int opcode, const char *data, size_t size) {
    if (opcode == CLOSE) client_lost(c);
    else if (opcode == PING) put_frame(c, PONG, data, size);
    else if (opcode == TEXT) opt.protocol->text(c, data, size);
}

static size_t parse_frame(struct client *c, size_t at) {
    const unsigned char *b = c->input + at;
    size_t have = c->input_size - at, head = 2;
    if (have < 2) return 0;
    uint64_t size = b[1] & 127;
    if (size == 126) {
        head = 4;
        if (have < head) return 0;
        size = b[2] << 8 | b[3];
    } else if (size == 127) {
        head = 10;
        if (have < head) return 0;
        size = 0;
        for (int i = 0; i < 8; i++) size = size << 8 | b[2 + i];
    }
    if (have < head + size) return 0;
    on_frame(c, b[0] & 15, (const char *)b + head, size);
    return head + size;
}

static void parse(struct client *c) {
    size_t at = 0;
    for (size_t size; c->state != CLOSED && (size = parse_frame(c, at)); at += size) {}
    if (c->state == CLOSED) return;
    if (at) memmove(c->input, c->input + at, c->input_size - at);
    c->input_size -= at;
}

static bool shake_hands(struct client *c) {
    unsigned char *end = memmem(c->input, c->input_size, "\r\n\r\n", 4);
    if (!end) return false;
    if (memcmp(c->input + 9, "101", 3)) {
        static bool told;
        if (!told && !opt.retry) fprintf(stderr, "answered: %.*s\n", 200, c->input);
        told = true;
        client_lost(c);
        return false;
    }
    size_t head = end + 4 - c->input;
    memmove(c->input, c->input + head, c->input_size - head);
    c->input_size -= head;
    c->state = OPENING;
    opt.protocol->opened(c);
    return c->state != CLOSED;
}

static void on_readable(struct client *c) {
    for (bool more = true; more && c->state != CLOSED;) {
        if (c->input_capacity - c->input_size < 65536) {
            c->input_capacity = c->input_size + 131072;
            c->input = realloc(c->input, c->input_capacity);
        }
        size_t room = c->input_capacity - c->input_size;
        ssize_t got = read(c->fd, c->input + c->input_size, room);
        if (got < 0 && errno == EAGAIN) break;
        if (got <= 0) { client_lost(c); return; }
        c->input_size += got;
        more = (size_t)got == room;
        if (c->state == HANDSHAKE && !shake_hands(c)) continue;
        parse(c);
    }
    if (c->state != CLOSED && c->input_size == 0) { // ten thousand idle clients need no buffers
        free(c->input);
        c->input = NULL;
        c->input_capacity = 0;
    }
}

// Connecting

void client_open(struct client *c) {
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0) { perror("socket"); exit(1); }
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    // Loopback and nothing else, from several of its addresses: one has only so many ports.
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port_of(c)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in from = {.sin_family = AF_INET,
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + c->number / 10000)};
    bind(c->fd, (void *)&from, sizeof from);
    connect(c->fd, (void *)&to, sizeof to);
    c->state = CONNECTING;
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
    epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event);
}

static void on_connected(struct client *c) {
    int error = 0;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &(socklen_t){sizeof error});
    if (error) { client_lost(c); return; }
    if (!first_contact) first_contact = now_ns();
    c->state = HANDSHAKE;
    char path[9000], origin[9000], head[24000];
    expand(c, opt.path, path);
    expand(c, opt.origin ? opt.origin : "", origin);
    const char *name = opt.protocol->name;
    int size = snprintf(head, sizeof head,
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s%s%s%s%s%s%s%s%s\r\n",
        path, port_of(c),
        name ? "Sec-WebSocket-Protocol: " : "", name ? name : "", name ? "\r\n" : "",
        *origin ? "Origin: " : "", origin, *origin ? "\r\n" : "",
        opt.cookies ? "Cookie: " : "",
        opt.cookies ? opt.cookies[c->number % opt.cookie_count] : "", opt.cookies ? "\r\n" : "");
    put(c, head, size);
}

void clients_retry(void) {
    static uint64_t looked;
    uint64_t now = now_ns();
    if (!opt.retry || now - looked < 5000000) return;
    looked = now;
    for (int i = 0; i < opt.clients; i++)
        if (clients[i].state == CLOSED && clients[i].retry_at && clients[i].retry_at < now)
            client_open(&clients[i]);
}

void clients_poll(int milliseconds) {
    struct epoll_event events[512];
    int count = epoll_wait(poller, events, 512, milliseconds);
    for (int i = 0; i < count; i++) {
        struct client *c = events[i].data.ptr;
        if (c->state == CONNECTING) {
            on_connected(c);
            continue;
        }
        if (c->state != CLOSED && events[i].events & EPOLLOUT) flush(c);
        if (c->state != CLOSED && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) on_readable(c);
    }
    clients_retry();
}
