// What the kernel says of the server's processes.
#include "load.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

uint64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static double cpu_of(int pid) {
    char path[64], text[2048];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    unsigned long user, system;
    const char *rest = strrchr(text, ')'); // a process's name may hold anything
    if (!rest || sscanf(rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
        return 0;
    return (user + system) / (double)sysconf(_SC_CLK_TCK);
}

static long kb_of(int pid) {
    char path[64];
    long all = 0, resident = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    if (fscanf(file, "%ld %ld", &all, &resident) != 2) resident = 0;
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

double server_cpu(void) {
    double sum = 0;
    for (int i = 0; i < opt.pid_count; i++) sum += cpu_of(opt.pids[i]);
    return sum;
}

long server_kb(void) {
    long sum = 0;
    for (int i = 0; i < opt.pid_count; i++) sum += kb_of(opt.pids[i]);
    return sum;
}
