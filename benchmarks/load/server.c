// What the kernel says of the server's processes: those that were named, and all below them.
#include "load.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

uint64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000ull + time.tv_nsec;
}

// Of a process, and of those of its children that have ended.
static double cpu_of(int pid) {
    char path[64], text[2048];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    unsigned long user, system;
    long users, systems;
    const char *rest = strrchr(text, ')'); // a process's name may hold anything
    if (!rest || sscanf(rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %ld %ld", &user,
                        &system, &users, &systems) != 4)
        return 0;
    return (user + system + users + systems) / (double)sysconf(_SC_CLK_TCK);
}

static double kb_of(int pid) {
    char path[64];
    long all = 0, resident = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    if (fscanf(file, "%ld %ld", &all, &resident) != 2) resident = 0;
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024.0);
}

static double sum_of(double (*figure)(int), int pid) {
    double sum = figure(pid);
    char path[64], text[8192];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
    FILE *file = fopen(path, "r");
    if (!file) return sum;
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    for (char *at = text, *end; ; at = end) {
        int child = strtol(at, &end, 10);
        if (end == at) return sum;
        sum += sum_of(figure, child);
    }
}

static double sum_all(double (*figure)(int), const int *pids, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) sum += sum_of(figure, pids[i]);
    return sum;
}

double beside_cpu(void) { return sum_all(cpu_of, opt.beside, opt.beside_count); }
double server_cpu(void) { return sum_all(cpu_of, opt.pids, opt.pid_count) + beside_cpu(); }
long server_kb(void) { return sum_all(kb_of, opt.pids, opt.pid_count); }
