// A model provider that costs next to nothing, for measuring what stands in front of it: one thread,
// epoll, OpenAI's chat completions.
//
//   upstream PORT
//
// A request that holds "chunks=N pace=MS" is answered by a stream of N events, one each MS milliseconds,
// then a finish, a usage and a [DONE]; any other by 2,005 bytes of JSON. Each event tells when it was
// written ("t=<nanoseconds of CLOCK_MONOTONIC>"). GET /stats tells how many streams were broken off and
// how many events were late by 20 ms or more, which means that this program was the limit.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
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

enum { IN = 64 * 1024, BODY = 2005, LATE = 20000000 };

struct conn {
    int fd, heap, left, pace, wants_out;
    uint64_t due;
    size_t in_len, out_len, out_cap;
    char *out, in[IN];
};

static int ep, heap_len, heap_cap;
static struct conn **heap;
static char json[BODY + 256];
static size_t json_len;
static long aborted, late, streams, answers;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void put(int i, struct conn *c) { heap[i] = c; c->heap = i; }

static void sift(int i) {
    struct conn *c = heap[i];
    for (; i > 1 && heap[i / 2]->due > c->due; i /= 2) put(i, heap[i / 2]);
    for (;;) {
        int k = 2 * i;
        if (k > heap_len) break;
        if (k < heap_len && heap[k + 1]->due < heap[k]->due) k++;
        if (heap[k]->due >= c->due) break;
        put(i, heap[k]);
        i = k;
    }
    put(i, c);
}

static void schedule(struct conn *c) {
    if (!c->heap) {
        if (heap_len + 2 > heap_cap) heap = realloc(heap, (heap_cap = heap_cap * 2 + 1024) * sizeof *heap);
        put(++heap_len, c);
    }
    sift(c->heap);
}

static void unschedule(struct conn *c) {
    int i = c->heap;
    if (!i) return;
    struct conn *last = heap[heap_len--];
    c->heap = 0;
    if (last != c) { put(i, last); sift(i); }
}

static void drop(struct conn *c) {
    if (c->heap) aborted++;
    unschedule(c);
    close(c->fd);
    free(c->out);
    free(c);
}

static int flush(struct conn *c) {
    size_t sent = 0;
    while (sent < c->out_len) {
        ssize_t n = send(c->fd, c->out + sent, c->out_len - sent, MSG_NOSIGNAL);
        if (n < 0) {
            if (errno == EAGAIN) break;
            return -1;
        }
        sent += n;
    }
    memmove(c->out, c->out + sent, c->out_len - sent);
    c->out_len -= sent;
    int want = c->out_len > 0;
    if (want != c->wants_out) {
        struct epoll_event e = {.events = EPOLLIN | (want ? EPOLLOUT : 0), .data.ptr = c};
        epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
        c->wants_out = want;
    }
    return 0;
}

static int say(struct conn *c, const char *bytes, size_t n) {
    if (c->out_len + n > c->out_cap) c->out = realloc(c->out, c->out_cap = (c->out_len + n) * 2);
    memcpy(c->out + c->out_len, bytes, n);
    c->out_len += n;
    return flush(c);
}

static int event(struct conn *c, const char *data) {
    char b[1024];
    int len = strlen(data);
    int n = snprintf(b, sizeof b, "%x\r\ndata: %s\n\n\r\n", len + 8, data);
    return say(c, b, n);
}

static int next_event(struct conn *c) {
    if (c->left > 0) {
        char d[512];
        uint64_t t = now();
        if (t > c->due + LATE) late++;
        snprintf(d, sizeof d,
            "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"bench\","
            "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"t=%llu and a word or two of text \"},"
            "\"logprobs\":null,\"finish_reason\":null}]}", (unsigned long long)t);
        c->left--;
        c->due += c->pace * 1000000ull;
        schedule(c);
        return event(c, d);
    }
    unschedule(c);
    streams++;
    if (event(c, "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"bench\","
                 "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}") < 0) return -1;
    if (event(c, "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"bench\","
                 "\"choices\":[],\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":200,\"total_tokens\":400}}") < 0) return -1;
    if (event(c, "[DONE]") < 0) return -1;
    return say(c, "0\r\n\r\n", 5);
}

static int answer(struct conn *c, char *head, char *body) {
    if (!strncmp(head, "GET /stats", 10)) {
        char b[256], h[256];
        int n = snprintf(b, sizeof b, "{\"streams\":%ld,\"answers\":%ld,\"aborted\":%ld,\"late\":%ld}", streams, answers, aborted, late);
        int m = snprintf(h, sizeof h, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", n, b);
        return say(c, h, m);
    }
    char *p = strstr(body, "chunks=");
    if (!p) {
        answers++;
        return say(c, json, json_len);
    }
    static const char begin[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    if (sscanf(p, "chunks=%d pace=%d", &c->left, &c->pace) != 2) return -1;
    if (say(c, begin, sizeof begin - 1) < 0) return -1;
    c->due = now();
    return next_event(c);
}

static int readable(struct conn *c) {
    for (;;) {
        ssize_t n = recv(c->fd, c->in + c->in_len, IN - 1 - c->in_len, 0);
        if (n == 0) return -1;
        if (n < 0) return errno == EAGAIN ? 0 : -1;
        c->in_len += n;
        c->in[c->in_len] = 0;
        char *end;
        while ((end = strstr(c->in, "\r\n\r\n"))) {
            char *l = strcasestr(c->in, "content-length:");
            size_t body = l && l < end ? strtoul(l + 15, NULL, 10) : 0, head = end + 4 - c->in;
            if (head + body >= IN) return -1;
            if (c->in_len < head + body) break;
            char kept = c->in[head + body];
            c->in[head + body] = 0;
            if (answer(c, c->in, c->in + head) < 0) return -1;
            c->in[head + body] = kept;
            memmove(c->in, c->in + head + body, c->in_len - head - body + 1);
            c->in_len -= head + body;
        }
    }
}

static void accept_all(int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (fd < 0) return;
        int one = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct conn *c = calloc(1, sizeof *c);
        c->fd = fd;
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
    }
}

static void prepare_json(void) {
    static char b[BODY + 1];
    int n = snprintf(b, sizeof b, "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"bench\","
        "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"");
    const char *tail = "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
        "\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":400,\"total_tokens\":600}}";
    int text = BODY - n - (int)strlen(tail);
    for (int i = 0; i < text; i++) b[n + i] = i % 7 == 6 ? ' ' : 'a' + i % 26;
    strcpy(b + n + text, tail);
    json_len = snprintf(json, sizeof json, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", BODY, b);
}

int main(int argc, char **argv) {
    struct rlimit files = {65536, 65536};
    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);
    prepare_json();
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 9100)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&a, sizeof a) || listen(listener, 4096)) { perror("listen"); return 1; }
    ep = epoll_create1(0);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(ep, EPOLL_CTL_ADD, listener, &e);
    for (;;) {
        struct epoll_event got[256];
        uint64_t t = now(), wait = heap_len ? (heap[1]->due > t ? heap[1]->due - t : 0) : 1000000000ull;
        struct timespec ts = {wait / 1000000000ull, wait % 1000000000ull};
        int n = epoll_pwait2(ep, got, 256, &ts, NULL);
        for (int i = 0; i < n; i++) {
            struct conn *c = got[i].data.ptr;
            if (!c) { accept_all(listener); continue; }
            if (got[i].events & (EPOLLHUP | EPOLLERR)) { drop(c); continue; }
            if ((got[i].events & EPOLLOUT) && flush(c) < 0) { drop(c); continue; }
            if ((got[i].events & EPOLLIN) && readable(c) < 0) drop(c);
        }
        for (t = now(); heap_len && heap[1]->due <= t;) {
            struct conn *c = heap[1];
            if (next_event(c) < 0) drop(c);
        }
    }
}
