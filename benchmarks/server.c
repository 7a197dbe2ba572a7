/*
 * Fake app-server. It replays messages that record.py recorded from the real runtime, as fast as the client reads them,
 * so that the benchmarks measure the client.
 *
 *     server RECORDED [--name value]...
 *
 *     --deltas N        text deltas of each turn (200)
 *     --first-deltas N  text deltas of the first turn, a warm-up (as in the others)
 *     --item-deltas N   deltas of each agent message (all in one message)
 *     --pace-us N       microseconds between the deltas of a turn; 0 writes them as fast as they are read (0)
 *     --silent 1        turns send no events after their start, until they are interrupted
 *     --flood N         notifications without a turn before each response to model/list except the first (0)
 *     --reply-bytes N   minimum size of the responses to thread/resume and thread/read (0)
 *     --each 1          one write per message, like the real runtime, instead of one for many
 *
 * One thread with one poll loop: requests are answered between events, within a few microseconds.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "recorded.h"
#include "scan.h"

#define OUT_BYTES (64 * 1024)
#define BURST 64 /* maximum number of deltas of one turn before other turns and requests are handled */

struct turn {
    char thread[40], id[40], user[40], item[64];
    long number, items, deltas, sent, item_from;
    int64_t begun_us;
    int open;
};

static long deltas = 200, first_deltas = -1, item_deltas = 0, pace_us = 0, silent = 0, flood = 0, reply_bytes = 0, each = 0;
static int listed;
static struct turn *turns;
static long turn_count, turn_room, first_open, turn_number, id_number;
static char out[OUT_BYTES];
static size_t out_length;
static int64_t now_ms;

static int64_t now_us(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Output. */

static void write_all(const char *data, size_t length) {
    while (length > 0) {
        ssize_t written = write(STDOUT_FILENO, data, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) exit(0); /* The client has exited. */
        data += written;
        length -= (size_t)written;
    }
}

static void flush(void) {
    write_all(out, out_length);
    out_length = 0;
}

static void put(const char *data, size_t length) {
    if (out_length + length > OUT_BYTES) flush();
    if (length > OUT_BYTES) {
        write_all(data, length);
        return;
    }
    memcpy(out + out_length, data, length);
    out_length += length;
}

static void put_number(int64_t number) {
    char text[24];
    char *at = text + sizeof text;
    do *--at = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    put(at, (size_t)(text + sizeof text - at));
}

/* Write a template without a line end. `from` and `to` delimit the deltas that form the text of a message. */
static void put_template(const struct template *message, struct slice id, const struct turn *turn, long from, long to) {
    for (int i = 0; i < message->count; i++) {
        const struct part *part = &message->parts[i];
        switch (part->mark) {
        case LITERAL: put(part->literal.start, part->literal.length); break;
        case ID: put(id.start, id.length); break;
        case THREAD: put(turn->thread, strlen(turn->thread)); break;
        case TURN: put(turn->id, strlen(turn->id)); break;
        case USER: put(turn->user, strlen(turn->user)); break;
        case ITEM: put(turn->item, strlen(turn->item)); break;
        case MS: put_number(now_ms); break;
        case S: put_number(now_ms / 1000); break;
        case DELTA: put(pieces[from % piece_count].start, pieces[from % piece_count].length); break;
        case TEXT:
            for (long k = from; k < to; k++) put(pieces[k % piece_count].start, pieces[k % piece_count].length);
            break;
        }
    }
}

static void put_line(const struct template *message, struct slice id, const struct turn *turn, long from, long to) {
    put_template(message, id, turn, from, to);
    put("\n", 1);
    if (each) flush();
}

static void tell(const char *name, const struct turn *turn) {
    put_line(named(name), (struct slice){"", 0}, turn, turn->item_from, turn->sent);
}

/* Create an id like those of the runtime: the time, followed by a unique part. */
static void new_id(char *id) {
    uint64_t mixed = (uint64_t)(++id_number) * UINT64_C(0x9E3779B97F4A7C15);
    snprintf(id, 40, "%08x-%04x-7%03x-%04x-%012llx", (unsigned)(now_ms >> 16), (unsigned)(now_ms & 0xffff),
             (unsigned)(id_number & 0xfff), (unsigned)(0x8000 | (mixed >> 50)),
             (unsigned long long)(mixed & UINT64_C(0xffffffffffff)));
}

/* Turns. */

static void begin_item(struct turn *turn) {
    snprintf(turn->item, sizeof turn->item, "msg_resp_%ld_%ld", turn->number, turn->items++);
    turn->item_from = turn->sent;
    tell("item_started", turn);
}

static void end_turn(struct turn *turn) {
    turn->open = 0;
    while (first_open < turn_count && !turns[first_open].open) first_open++;
    if (first_open == turn_count) first_open = turn_count = 0;
}

static void complete_turn(struct turn *turn) {
    tell("item_completed", turn);
    tell("usage", turn);
    tell("rate_limits", turn);
    tell("turn_idle", turn);
    tell("turn_completed", turn);
    end_turn(turn);
}

static void start_turn(struct slice id, struct slice thread) {
    if (turn_count == turn_room) {
        turn_room = turn_room ? 2 * turn_room : 64;
        turns = realloc(turns, (size_t)turn_room * sizeof *turns);
        if (turns == NULL) fail("out of memory");
    }
    struct turn *turn = &turns[turn_count++];
    memset(turn, 0, sizeof *turn);
    turn->open = 1;
    turn->number = ++turn_number;
    turn->deltas = turn->number == 1 && first_deltas >= 0 ? first_deltas : deltas;
    turn->begun_us = now_us(CLOCK_MONOTONIC);
    snprintf(turn->thread, sizeof turn->thread, "%.*s", (int)thread.length, thread.start);
    new_id(turn->id);
    new_id(turn->user);
    put_line(named("turn_start"), id, turn, 0, 0);
    tell("turn_active", turn);
    tell("turn_started", turn);
    tell("user_started", turn);
    tell("user_completed", turn);
    begin_item(turn);
    if (turn->deltas == 0 && !silent) complete_turn(turn);
}

static void interrupt_turn(struct slice id, struct slice turn_id) {
    for (long i = first_open; i < turn_count; i++) {
        struct turn *turn = &turns[i];
        if (!turn->open || strlen(turn->id) != turn_id.length || memcmp(turn->id, turn_id.start, turn_id.length) != 0)
            continue;
        put_line(named("turn_interrupt"), id, turn, 0, 0);
        tell("turn_interrupted", turn);
        end_turn(turn);
        return;
    }
    put_line(named("turn_interrupt"), id, NULL, 0, 0);
}

/* Send the due events of one turn, at most BURST deltas; return whether more are due. */
static int advance(struct turn *turn, int64_t now, const struct template *delta) {
    long due = turn->deltas;
    if (pace_us > 0) {
        due = (long)((now - turn->begun_us) / pace_us);
        if (due > turn->deltas) due = turn->deltas;
    }
    long stop = due - turn->sent > BURST ? turn->sent + BURST : due;
    while (turn->sent < stop) {
        if (item_deltas > 0 && turn->sent - turn->item_from == item_deltas) {
            tell("item_completed", turn);
            begin_item(turn);
        }
        put_line(delta, (struct slice){"", 0}, turn, turn->sent, 0);
        turn->sent++;
    }
    if (turn->sent == turn->deltas) {
        complete_turn(turn);
        return 0;
    }
    return turn->sent < due;
}

/* Input. */

/* Respond with a thread that repeats the recorded turn until the minimum size is reached. */
static void show_thread(const char *head, const char *tail, struct slice id, struct slice thread) {
    struct turn turn = {0};
    const struct template *past = named("past_turn");
    snprintf(turn.thread, sizeof turn.thread, "%.*s", (int)thread.length, thread.start);
    put_template(named(head), id, &turn, 0, 0);
    size_t literal = 0;
    for (int i = 0; i < past->count; i++) literal += past->parts[i].literal.length;
    for (long size = 0, count = 0; size == 0 || size < reply_bytes; size += (long)literal, count++) {
        if (count > 0) put(",", 1);
        new_id(turn.id);
        new_id(turn.user);
        snprintf(turn.item, sizeof turn.item, "msg_resp_%ld_0", count);
        put_template(past, id, &turn, 0, piece_count);
    }
    put_line(named(tail), id, &turn, 0, 0);
}

static void take(struct slice line) {
    struct slice id = value_of(line, "id"), method = unquoted(value_of(line, "method"));
    struct slice params = value_of(line, "params");
    struct slice thread = unquoted(value_of(params, "threadId"));
    struct turn turn = {0};
    now_ms = now_us(CLOCK_REALTIME) / 1000;
    if (id.length == 0) return; /* A notification. */
    if (is(method, "initialize")) {
        put_line(named("initialize"), id, &turn, 0, 0);
    } else if (is(method, "model/list")) {
        const struct template *limits = named("rate_limits");
        for (long i = 0; listed && i < flood; i++) put_line(limits, id, &turn, 0, 0);
        put_line(named("model_list"), id, &turn, 0, 0);
        listed = 1;
    } else if (is(method, "thread/start")) {
        new_id(turn.thread);
        put_line(named("thread_start"), id, &turn, 0, 0);
    } else if (is(method, "thread/name/set")) {
        snprintf(turn.thread, sizeof turn.thread, "%.*s", (int)thread.length, thread.start);
        put_line(named("thread_name_set"), id, &turn, 0, 0);
        put_line(named("thread_name"), id, &turn, 0, 0);
    } else if (is(method, "thread/resume")) {
        show_thread("resume_head", "resume_tail", id, thread);
    } else if (is(method, "thread/read")) {
        show_thread("read_head", "read_tail", id, thread);
    } else if (is(method, "turn/start")) {
        start_turn(id, thread);
    } else if (is(method, "turn/interrupt")) {
        interrupt_turn(id, unquoted(value_of(params, "turnId")));
    } else {
        static const char refusal[] = ",\"error\":{\"code\":-32600,\"message\":\"method not supported by the fake server\"}}\n";
        put("{\"id\":", 6);
        put(id.start, id.length);
        put(refusal, sizeof refusal - 1);
    }
}

/* Read and handle the available input; return 0 at its end. */
static int take_input(void) {
    static char *input;
    static size_t length, room;
    if (room - length < 65536) {
        room = room ? 2 * room : 1 << 17;
        input = realloc(input, room);
        if (input == NULL) fail("out of memory");
    }
    ssize_t count = read(STDIN_FILENO, input + length, room - length);
    if (count < 0 && errno == EINTR) return 1;
    if (count <= 0) return 0;
    length += (size_t)count;
    char *start = input, *line_end;
    while ((line_end = memchr(start, '\n', length - (size_t)(start - input))) != NULL) {
        take((struct slice){start, (size_t)(line_end - start)});
        start = line_end + 1;
    }
    length -= (size_t)(start - input);
    memmove(input, start, length);
    return 1;
}

/* The command line. */

static void options(int count, char **words) {
    struct { const char *name; long *value; } known[] = {
        {"--deltas", &deltas}, {"--first-deltas", &first_deltas}, {"--item-deltas", &item_deltas},
        {"--pace-us", &pace_us}, {"--silent", &silent},
        {"--flood", &flood}, {"--reply-bytes", &reply_bytes}, {"--each", &each},
    };
    for (int i = 2; i < count; i += 2) {
        int found = 0;
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
            if (i + 1 < count && strcmp(words[i], known[k].name) == 0) {
                *known[k].value = atol(words[i + 1]);
                found = 1;
            }
        if (!found) fail(words[i]);
    }
}

int main(int count, char **words) {
    if (count < 2) fail("give the file of the recorded messages");
    load(words[1]);
    options(count, words);
    const struct template *delta = named("delta");
    for (;;) {
        int busy = 0;
        now_ms = now_us(CLOCK_REALTIME) / 1000;
        if (!silent) {
            int64_t now = now_us(CLOCK_MONOTONIC);
            for (long i = first_open; i < turn_count; i++)
                if (turns[i].open) busy |= advance(&turns[i], now, delta);
        }
        if (!busy) flush(); /* While more is due, fill the buffer first. */
        int paced = pace_us > 0 && !silent && turn_count > 0;
        struct pollfd input = {STDIN_FILENO, POLLIN, 0};
        if (poll(&input, 1, busy ? 0 : paced ? 1 : -1) > 0 && !take_input()) break;
    }
    flush();
    return 0;
}
