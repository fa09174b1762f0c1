// Loads a gateway and checks every answer: one thread, epoll, keep-alive.
//
//   load json    PORT PATH HEADERS BODY CONNECTIONS SECONDS
//   load streams PORT PATH HEADERS BODY STREAMS RAMP_MS CHUNKS LIMIT_SECONDS
//
// HEADERS and BODY are files; the headers end each in \r\n. Prints one line of name=value pairs; times
// are microseconds. A stream is good when it had all its chunks, in order, a usage and its [DONE].
// "ttft" is from the request to the first chunk, "transit" from the upstream's clock to ours, "total" from
// the first chunk to the end.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { IN = 16 * 1024 };

struct conn {
    int fd, open, over, status, chunks, usage, done, refused_advice, closing;
    uint64_t began, first, last;
    size_t in_len, need, sent;
    char in[IN];
};

struct list { uint32_t *v; size_t n, cap; };

static struct list latencies, ttfts, transits, gaps, totals;
static char *request;
static size_t request_len;
static struct sockaddr_in target;
static int ep, want_chunks;
static long good, bad, refused, advised, failed_connects;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void add(struct list *l, uint64_t ns) {
    if (l->n == l->cap) l->v = realloc(l->v, (l->cap = l->cap * 2 + 4096) * sizeof *l->v);
    l->v[l->n++] = ns / 1000 > UINT32_MAX ? UINT32_MAX : ns / 1000;
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(uint32_t *)a, y = *(uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void print(const char *name, struct list *l) {
    if (!l->n) return;
    qsort(l->v, l->n, sizeof *l->v, by_value);
    printf(" %s_p50=%u %s_p99=%u %s_max=%u", name, l->v[l->n / 2], name, l->v[l->n * 99 / 100], name, l->v[l->n - 1]);
}

static char *file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) { perror(path); exit(1); }
    char *b = calloc(1, 1 << 20);
    if (fread(b, 1, (1 << 20) - 1, f) == 0) { fprintf(stderr, "%s is empty\n", path); exit(1); }
    fclose(f);
    return b;
}

static void watch(struct conn *c, int op, uint32_t events) {
    struct epoll_event e = {.events = events, .data.ptr = c};
    epoll_ctl(ep, op, c->fd, &e);
}

static void start(struct conn *c) {
    c->began = now();
    c->first = c->last = 0;
    c->sent = c->need = c->in_len = 0;
    c->chunks = c->usage = c->done = c->status = 0;
    ssize_t n = send(c->fd, request, request_len, MSG_NOSIGNAL);
    c->sent = n > 0 ? n : 0;
    watch(c, EPOLL_CTL_MOD, c->sent < request_len ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

static void dial(struct conn *c) {
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int one = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    c->open = c->over = 0;
    c->began = now();
    if (connect(c->fd, (struct sockaddr *)&target, sizeof target) && errno != EINPROGRESS) {
        failed_connects++;
        c->over = 1;
        close(c->fd);
        return;
    }
    watch(c, EPOLL_CTL_ADD, EPOLLOUT);
}

static void hang_up(struct conn *c) {
    close(c->fd);
    c->open = 0;
    c->over = 1;
}

static int headed(struct conn *c) {
    char *end = memmem(c->in, c->in_len, "\r\n\r\n", 4);
    if (!end) return 0;
    c->status = atoi(c->in + 9);
    *end = 0;
    char *l = strcasestr(c->in, "content-length:");
    c->closing = strcasestr(c->in, "connection: close") != NULL;
    c->refused_advice = strcasestr(c->in, "retry-after:") != NULL;
    size_t head = end + 4 - c->in;
    c->need = l ? strtoul(l + 15, NULL, 10) : SIZE_MAX;
    memmove(c->in, c->in + head, c->in_len - head);
    c->in_len -= head;
    return 1;
}

// JSON: returns 1 when the answer is whole. Without a length it is chunked, and ends in an empty chunk.
static int whole(struct conn *c) {
    if (!c->status && !headed(c)) return 0;
    if (c->need != SIZE_MAX) return c->in_len >= c->need;
    return c->in_len >= 5 && !memcmp(c->in + c->in_len - 5, "0\r\n\r\n", 5);
}

static void line(struct conn *c, char *l, uint64_t t) {
    char *p;
    if ((p = strstr(l, "t=")) && strstr(l, "\"delta\"")) {
        uint64_t sent = strtoull(p + 2, NULL, 10);
        if (!c->first) {
            c->first = t;
            add(&ttfts, t - c->began);
        } else {
            add(&gaps, t - c->last);
        }
        c->last = t;
        add(&transits, t > sent ? t - sent : 0);
        c->chunks++;
    } else if (strstr(l, "\"usage\":{")) {
        c->usage = 1;
    } else if (strstr(l, "data: [DONE]")) {
        c->done = 1;
    }
}

// Streams: takes whole lines; the chunks' lengths of HTTP stand on lines of their own and are skipped.
static int streamed(struct conn *c) {
    if (!c->status && !headed(c)) return 0;
    uint64_t t = now();
    size_t from = 0;
    for (size_t i = 0; i < c->in_len; i++) {
        if (c->in[i] != '\n') continue;
        c->in[i] = 0;
        line(c, c->in + from, t);
        from = i + 1;
    }
    memmove(c->in, c->in + from, c->in_len - from);
    c->in_len -= from;
    return c->done || c->status != 200;
}

static int receive(struct conn *c, int (*complete)(struct conn *)) {
    for (;;) {
        ssize_t n = recv(c->fd, c->in + c->in_len, IN - 1 - c->in_len, 0);
        if (n == 0) return -1;
        if (n < 0) return errno == EAGAIN ? 0 : -1;
        c->in_len += n;
        if (complete(c)) return 1;
        if (c->in_len >= IN - 1) return -1;
    }
}

static void settle_stream(struct conn *c, int ended) {
    if (c->status == 429 || c->status == 503) {
        refused++;
        advised += c->refused_advice;
    } else if (ended && c->status == 200 && c->done && c->usage && c->chunks == want_chunks) {
        good++;
        add(&totals, now() - c->first);
    } else {
        bad++;
    }
    hang_up(c);
}

static void settle_json(struct conn *c, int ended) {
    if (ended && c->status == 200) {
        good++;
        add(&latencies, now() - c->began);
        if (!c->closing) { start(c); return; }
        hang_up(c);
        dial(c);
        return;
    }
    bad++;
    hang_up(c);
    dial(c);
}

int main(int argc, char **argv) {
    if (argc < 8) { fprintf(stderr, "see the head of load.c\n"); return 2; }
    struct rlimit files = {65536, 65536};
    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);
    int stream = !strcmp(argv[1], "streams"), n = atoi(argv[6]);
    char *headers = file(argv[4]), *body = file(argv[5]);
    request = malloc(2 << 20);
    request_len = sprintf(request, "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nContent-Type: application/json\r\n%sContent-Length: %zu\r\n\r\n%s",
        argv[3], argv[2], headers, strlen(body), body);
    target = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]))};
    target.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ep = epoll_create1(0);
    struct conn *conns = calloc(n, sizeof *conns);
    uint64_t begin = now(), ramp = stream ? atol(argv[7]) * 1000000ull : 0;
    uint64_t end = begin + (stream ? atol(argv[9]) : atol(argv[7])) * 1000000000ull;
    want_chunks = stream ? atoi(argv[8]) : 0;
    int started = 0, running = 0;
    for (;;) {
        uint64_t t = now();
        while (started < n && t >= begin + ramp * started / n) {
            dial(&conns[started++]);
            running++;
        }
        if (t >= end) break;
        if (stream && started == n && good + bad + refused + failed_connects >= n) break;
        struct epoll_event got[512];
        struct timespec ts = {0, started < n ? 200000 : 50000000};
        int k = epoll_pwait2(ep, got, 512, &ts, NULL);
        for (int i = 0; i < k; i++) {
            struct conn *c = got[i].data.ptr;
            if (c->over) continue;
            if (!c->open && (got[i].events & EPOLLOUT)) {
                c->open = 1;
                start(c);
                continue;
            }
            if (c->open && (got[i].events & EPOLLOUT) && c->sent < request_len) {
                ssize_t m = send(c->fd, request + c->sent, request_len - c->sent, MSG_NOSIGNAL);
                if (m > 0) c->sent += m;
                if (c->sent == request_len) watch(c, EPOLL_CTL_MOD, EPOLLIN);
            }
            if (!(got[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))) continue;
            int r = receive(c, stream ? streamed : whole);
            if (r == 0) continue;
            if (stream) settle_stream(c, r > 0); else settle_json(c, r > 0);
        }
    }
    double seconds = (now() - begin) / 1e9;
    if (stream) bad += n - (good + bad + refused + failed_connects);
    printf("good=%ld bad=%ld refused=%ld advised=%ld unconnected=%ld seconds=%.3f", good, bad, refused, advised, failed_connects, seconds);
    if (!stream) printf(" rps=%.0f", good / seconds);
    print("latency", &latencies);
    print("ttft", &ttfts);
    print("transit", &transits);
    print("gap", &gaps);
    print("total", &totals);
    printf("\n");
    return 0;
}
