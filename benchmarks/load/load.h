// A load generator for WebSocket and Socket.IO servers: N clients in R rooms, some of which send.
// It measures from outside: deliveries, latencies, and of /proc the server's CPU time and memory.
#pragma once
#define _GNU_SOURCE
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { MAX_PIDS = 64, MAX_RATES = 8 };

struct options {
    int port, clients, rooms, senders, size;
    bool raw;               // plain WebSocket, without Engine.IO and Socket.IO in it
    bool retry;             // clients that are refused try again until they are back
    double opening_rate;    // connections a second
    double joining_rate;    // joins a second once all are connected; 0: each as soon as it can
    double rates[MAX_RATES];// messages a second, one run after the other; 0: silence
    int rate_count;
    double seconds, settle; // how long a run takes, and the pause between two
    const char *path, *origin, *join, *message, *delivery, *complete;
    char **cookies, **room_names;
    int cookie_count, room_count;
    int pids[MAX_PIDS], pid_count;
};
extern struct options opt;
void read_options(int count, char **words);

enum state { CLOSED, CONNECTING, HANDSHAKE, OPENING, ENTERING, READY };

struct client {
    int fd, number;
    enum state state;
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

uint64_t now_ns(void);
double server_cpu(void); // seconds, of all processes with all threads
long server_kb(void);
