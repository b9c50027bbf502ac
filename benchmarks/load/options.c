#include "load.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

struct options opt = {
    .ports = {5000}, .port_count = 1, .protocol = &socketio, .clients = 100, .rooms = 1, .senders = 1, .size = 64,
    .opening_rate = 500, .joining_rate = 0, .seconds = 5, .settle = 1.5, .drain = 60,
    .path = "/socket.io/?EIO=4&transport=websocket",
    .delivery = "42[\"newMessage\"",
};

static char **read_lines(const char *path, int *count) {
    FILE *file = fopen(path, "r");
    if (!file) { perror(path); exit(2); }
    char line[4096], **lines = NULL;
    *count = 0;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        lines = realloc(lines, (*count + 1) * sizeof *lines);
        lines[(*count)++] = strdup(line);
    }
    fclose(file);
    return lines;
}

static void read_numbers(char *list, int *numbers, int *count, int most) {
    *count = 0;
    for (char *word = strtok(list, ","); word && *count < most; word = strtok(NULL, ","))
        numbers[(*count)++] = atoi(word);
}

static void read_rates(char *list) {
    opt.asked = !strcmp(list, "-");
    if (opt.asked) return;
    for (char *word = strtok(list, ","); word && opt.rate_count < MAX_RATES; word = strtok(NULL, ","))
        opt.rates[opt.rate_count++] = atof(word);
}

void read_options(int count, char **words) {
    static const struct option names[] = {
        {"ports", 1, 0, 'p'},        {"clients", 1, 0, 'n'},  {"rooms", 1, 0, 'r'},
        {"senders", 1, 0, 's'},      {"size", 1, 0, 'z'},     {"raw", 0, 0, 'R'},
        {"xmpp", 0, 0, 'X'},
        {"retry", 0, 0, 'T'},        {"opening-rate", 1, 0, 'O'}, {"joining-rate", 1, 0, 'J'},
        {"rates", 1, 0, 'f'},        {"seconds", 1, 0, 'd'},  {"settle", 1, 0, 'S'},
        {"path", 1, 0, 'P'},         {"origin", 1, 0, 'o'},   {"join", 1, 0, 'j'},
        {"message", 1, 0, 'm'},      {"delivery", 1, 0, 'D'}, {"complete", 1, 0, 'C'},
        {"cookies", 1, 0, 'c'},      {"room-names", 1, 0, 'F'}, {"pids", 1, 0, 'i'},
        {"beside", 1, 0, 'b'},       {"drain", 1, 0, 'w'},    {0},
    };
    for (int name; (name = getopt_long(count, words, "", names, NULL)) != -1;) {
        switch (name) {
        case 'p': read_numbers(optarg, opt.ports, &opt.port_count, MAX_PORTS); break;
        case 'n': opt.clients = atoi(optarg); break;
        case 'r': opt.rooms = atoi(optarg); break;
        case 's': opt.senders = atoi(optarg); break;
        case 'z': opt.size = atoi(optarg); break;
        case 'R': opt.protocol = &raw; break;
        case 'X': opt.protocol = &xmpp; break;
        case 'T': opt.retry = true; break;
        case 'O': opt.opening_rate = atof(optarg); break;
        case 'J': opt.joining_rate = atof(optarg); break;
        case 'f': read_rates(optarg); break;
        case 'd': opt.seconds = atof(optarg); break;
        case 'S': opt.settle = atof(optarg); break;
        case 'P': opt.path = optarg; break;
        case 'o': opt.origin = optarg; break;
        case 'j': opt.join = optarg; break;
        case 'm': opt.message = optarg; break;
        case 'D': opt.delivery = optarg; break;
        case 'C': opt.complete = optarg; break;
        case 'c': opt.cookies = read_lines(optarg, &opt.cookie_count); break;
        case 'F': opt.room_names = read_lines(optarg, &opt.room_count); break;
        case 'i': read_numbers(optarg, opt.pids, &opt.pid_count, MAX_PIDS); break;
        case 'b': read_numbers(optarg, opt.beside, &opt.beside_count, MAX_PIDS); break;
        case 'w': opt.drain = atof(optarg); break;
        default: exit(2);
        }
    }
    // So that the loops below are bounded whatever is asked for.
    if (opt.clients < 1 || opt.clients > 50000 || opt.rooms < 1 || opt.rooms > opt.clients ||
        opt.port_count < 1 ||
        opt.seconds > 600 || opt.opening_rate < 1 || opt.size < 32 || opt.size > 8000) {
        fprintf(stderr, "an option is out of its bounds\n");
        exit(2);
    }
}
