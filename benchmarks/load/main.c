// Open all connections, have all join, then run at each rate; prints one JSON object. With --rates - it
// then takes further runs from standard input, "RATE SECONDS" a line, and prints an object a line.
#include "load.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { UNDER_WAY = 256, PATIENCE_S = 90, STANDSTILL_S = 20 };

static double since(uint64_t start) { return (now_ns() - start) / 1e9; }

static void pause_for(double seconds) {
    for (uint64_t start = now_ns(); since(start) < seconds;) clients_poll(10);
}

struct sample { double cpu, beside, own; long kb; uint64_t at; };

static struct sample take_sample(void) {
    return (struct sample){server_cpu(), beside_cpu(), clock() / (double)CLOCKS_PER_SEC, server_kb(), now_ns()};
}

// How long it took, and what it cost for each client.
static void tell_phase(const char *name, struct sample before, uint64_t end, long done) {
    struct sample after = take_sample();
    printf("\"%s\":{\"seconds\":%.3f,\"cpu_ms\":%.3f,\"kb\":%.2f},", name, (end - before.at) / 1e9,
           done ? (after.cpu - before.cpu) * 1000 / done : 0,
           done ? (after.kb - before.kb) / (double)done : 0);
}

// Whether to wait for the rest of the clients: some have come lately.
static bool goes_on(uint64_t start, long done) {
    static long seen;
    static uint64_t last;
    if (done != seen || last < start) {
        seen = done;
        last = now_ns();
    }
    return done < opt.clients && since(start) < PATIENCE_S && since(last) < STANDSTILL_S;
}

static void open_all(void) {
    uint64_t start = now_ns();
    int opened = 0;
    while (goes_on(start, counts.ready + counts.failed)) {
        long due = since(start) * opt.opening_rate + 1;
        while (opened < opt.clients && opened < due &&
               (opt.retry || opened - counts.ready - counts.failed < UNDER_WAY))
            client_open(&clients[opened++]);
        clients_poll(1);
    }
}

static void join_all(void) {
    uint64_t start = now_ns();
    int asked = opt.joining_rate && opt.join ? 0 : opt.clients;
    while (goes_on(start, counts.joined + counts.failed)) {
        long due = since(start) * opt.joining_rate + 1;
        while (asked < opt.clients && asked < due) client_join(&clients[asked++]);
        clients_poll(1);
    }
}

static uint64_t last_joined(void) {
    uint64_t last = 0;
    for (int i = 0; i < opt.clients; i++)
        if (clients[i].joined_at > last) last = clients[i].joined_at;
    return last;
}

static int compare(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double quantile(double part) {
    return latency_count ? latencies[(size_t)((latency_count - 1) * part)] / 1000.0 : 0;
}

// Until nothing has come for a second; returns when the last came.
static uint64_t drain(void) {
    uint64_t start = now_ns(), last = start;
    for (long seen = counts.delivered + counts.acked; now_ns() - last < 1000000000 && since(start) < opt.drain;) {
        clients_poll(10);
        if (counts.delivered + counts.acked != seen) {
            seen = counts.delivered + counts.acked;
            last = now_ns();
        }
    }
    return last;
}

static void run(double rate, double seconds) {
    counts.sent = counts.acked = counts.refused = counts.delivered = counts.bytes = latency_count = 0;
    int senders = opt.senders * opt.rooms < opt.clients ? opt.senders * opt.rooms : opt.clients;
    struct sample before = take_sample();
    long number = 0;
    while (since(before.at) < seconds) {
        for (; rate && number < since(before.at) * rate && number < seconds * rate; number++)
            client_say(&clients[number % senders]);
        clients_poll(1);
    }
    uint64_t end = rate ? drain() : now_ns();
    struct sample after = take_sample();
    qsort(latencies, latency_count, sizeof *latencies, compare);
    printf("{\"rate\":%.0f,\"seconds\":%.3f,\"sent\":%ld,\"acked\":%ld,\"refused\":%ld,"
           "\"delivered\":%ld,\"expected\":%ld,\"cpu_s\":%.3f,\"beside_cpu_s\":%.3f,\"own_cpu_s\":%.3f,"
           "\"p50\":%.2f,\"p95\":%.2f,\"p99\":%.2f,\"max\":%.2f,\"bytes\":%.0f}",
           rate, (end - before.at) / 1e9, counts.sent, counts.acked, counts.refused,
           counts.delivered, number * (opt.clients / opt.rooms), after.cpu - before.cpu,
           after.beside - before.beside, after.own - before.own,
           quantile(.5), quantile(.95), quantile(.99), quantile(1),
           counts.delivered ? counts.bytes / (double)counts.delivered : 0);
    pause_for(opt.settle);
}

static void run_as_asked(void) {
    double rate, seconds;
    fflush(stdout);
    while (scanf("%lf %lf", &rate, &seconds) == 2) {
        run(rate, seconds);
        printf("\n");
        fflush(stdout);
    }
}

int main(int count, char **words) {
    read_options(count, words);
    clients_init();
    struct sample start = take_sample();
    printf("{\"clients\":%d,", opt.clients);
    open_all();
    uint64_t opened = now_ns();
    pause_for(opt.retry ? 0 : opt.settle);
    tell_phase("connect", start, opened, counts.ready);
    struct sample before = take_sample();
    join_all();
    uint64_t joined = now_ns();
    pause_for(opt.settle);
    tell_phase("join", before, joined, counts.joined);
    tell_phase("all", start, joined, counts.joined);
    printf("\"joined\":%ld,\"failed\":%ld,\"incomplete\":%ld,\"first_contact\":%.3f,\"last_joined\":%.3f,"
           "\"runs\":[", counts.joined, counts.failed, counts.incomplete, first_contact / 1e9, last_joined() / 1e9);
    for (int i = 0; i < opt.rate_count && counts.joined; i++) {
        if (i) printf(",");
        run(opt.rates[i], opt.seconds);
    }
    printf("]}\n");
    if (opt.asked) run_as_asked();
    return counts.joined == opt.clients ? 0 : 1;
}
