/* The recorded messages (recorded.tsv, which record.py writes), cut at their marks. */
#ifndef RECORDED_H
#define RECORDED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scan.h"

#define MAX_PARTS 64
#define MAX_PIECES 64

enum mark { LITERAL, ID, THREAD, TURN, USER, ITEM, MS, S, DELTA, TEXT };
static const char *const MARKS[] = {"", "id", "thread", "turn", "user", "item", "ms", "s", "delta", "text"};

struct part { enum mark mark; struct slice literal; };
struct template { char name[32]; struct part parts[MAX_PARTS]; int count; };

static struct template templates[32];
static int template_count;
static struct slice pieces[MAX_PIECES];
static long piece_count;

static void fail(const char *what) {
    fprintf(stderr, "server: %s\n", what);
    exit(2);
}

static const struct template *named(const char *name) {
    for (int i = 0; i < template_count; i++)
        if (strcmp(templates[i].name, name) == 0) return &templates[i];
    fail(name);
    return NULL;
}

static void parse_template(struct template *message, char *text) {
    char *at = text;
    while (*at) {
        if (message->count + 2 > MAX_PARTS) fail("a recorded message has too many marks");
        struct part *part = &message->parts[message->count++];
        char *found = NULL;
        size_t mark_length = 0;
        part->mark = LITERAL;
        for (char *probe = strchr(at, '@'); probe != NULL && found == NULL; probe = strchr(probe + 1, '@'))
            for (int mark = ID; mark <= TEXT; mark++) {
                size_t length = strlen(MARKS[mark]);
                if (strncmp(probe + 1, MARKS[mark], length) == 0 && probe[1 + length] == '@') {
                    found = probe;
                    mark_length = length + 2;
                    message->parts[message->count].mark = (enum mark)mark;
                    break;
                }
            }
        part->literal = (struct slice){at, found ? (size_t)(found - at) : strlen(at)};
        if (found == NULL) return;
        message->count++;
        at = found + mark_length;
    }
}

static void load(const char *path) {
    FILE *file = fopen(path, "rb");
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    if (file == NULL) fail("the recorded messages cannot be read");
    while ((length = getline(&line, &room, file)) > 0) {
        if (line[0] == '#') continue;
        line[length - 1] = 0;
        char *tab = strchr(line, '\t');
        if (tab == NULL) fail("a recorded message without a name");
        *tab = 0;
        char *text = strdup(tab + 1);
        if (strcmp(line, "piece") == 0) {
            if (piece_count == MAX_PIECES) fail("too many pieces");
            pieces[piece_count++] = (struct slice){text, strlen(text)};
        } else {
            if (template_count == 32) fail("too many recorded messages");
            snprintf(templates[template_count].name, sizeof templates[0].name, "%s", line);
            parse_template(&templates[template_count++], text);
        }
    }
    free(line);
    fclose(file);
    if (piece_count == 0) fail("no pieces");
}

#endif
