// A load generator for chat servers: N clients in R rooms, some of which send, over WebSockets.
// It measures from outside: deliveries, latencies, and of /proc the server's CPU time and memory.
#pragma once
#define _GNU_SOURCE
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { MAX_PIDS = 64, MAX_PORTS = 8, MAX_RATES = 8 };

struct client;

// What is said in the frames.
struct protocol {
    const char *name;                    // for the handshake; null: none
    void (*opened)(struct client *);     // the WebSocket is open
    void (*text)(struct client *, const char *data, size_t size);
};
extern const struct protocol raw, socketio, xmpp;

struct options {
    int ports[MAX_PORTS], port_count; // the people of each room are spread over them
    int clients, rooms, senders, size;
    const struct protocol *protocol;
    bool retry;             // clients that are refused try again until they are back
    double opening_rate;    // connections a second
    double joining_rate;    // joins a second once all are connected; 0: each as soon as it can
    double rates[MAX_RATES];// messages a second, one run after the other; 0: silence
    int rate_count;
    bool asked;             // further runs are asked for on standard input
    double seconds, settle; // how long a run takes, and the pause between two
    double drain;           // how long is waited for what is missing after a run
    const char *path, *origin, *join, *message, *delivery, *complete;
    char **cookies, **room_names;
    int cookie_count, room_count;
    int pids[MAX_PIDS], pid_count;
    int beside[MAX_PIDS], beside_count; // what else works for the server: its database
};
extern struct options opt;
void read_options(int count, char **words);

enum state { CLOSED, CONNECTING, HANDSHAKE, OPENING, READY };

struct client {
    int fd, number;
    enum state state;
    int step; // of the protocol's opening
    bool joined, blocked;
    uint64_t retry_at, joined_at;
    unsigned char *input;
    size_t input_size, input_capacity;
    char *output;
    size_t output_size, output_at;
};

struct counts {
    long ready, joined, incomplete, failed; // now, of all clients
    long sent, acked, refused, delivered;   // since the run began
    uint64_t bytes;
};
extern struct counts counts;
extern struct client *clients;
extern uint32_t *latencies; // microseconds, in the order of arrival
extern size_t latency_count;
extern uint64_t first_contact; // when a server first answered

void clients_init(void);
void client_open(struct client *);
void client_join(struct client *);
void client_say(struct client *);
void clients_poll(int milliseconds);
void clients_retry(void);

// What protocols use
bool starts(const char *data, size_t size, const char *with);
bool has(const char *data, size_t size, const char *word);
void client_put(struct client *, const char *text);
void client_ready(struct client *);  // may join and speak
void client_joined(struct client *);
void refuse(const char *data, size_t size); // counts it, and tells of the first one
void client_refused(struct client *, const char *data, size_t size);
void client_lost(struct client *);
void delivered(const char *data, size_t size);

uint64_t now_ns(void);
// Seconds, of all processes with all threads, and of those below them; and what they have resident.
double server_cpu(void);
double beside_cpu(void);
long server_kb(void);
