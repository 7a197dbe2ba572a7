/* Minimal JSON scanner: finds the raw values of the keys of an object. */
#ifndef SCAN_H
#define SCAN_H

#include <string.h>

struct slice { const char *start; size_t length; };

static const char *skip_value(const char *at, const char *end) {
    int depth = 0;
    for (; at < end; at++) {
        if (*at == '"') {
            for (at++; at < end && *at != '"'; at++)
                if (*at == '\\') at++;
            if (depth == 0) return at + 1;
        } else if (*at == '{' || *at == '[') {
            depth++;
        } else if (*at == '}' || *at == ']') {
            if (depth == 0) return at;
            if (--depth == 0) return at + 1;
        } else if (*at == ',' && depth == 0) {
            return at;
        }
    }
    return end;
}

/* Return the raw value of a key of an object, or an empty slice. */
static struct slice value_of(struct slice object, const char *key) {
    const char *end = object.start + object.length, *at = memchr(object.start, '{', object.length);
    size_t length = strlen(key);
    if (at == NULL) return (struct slice){"", 0};
    for (at++; at < end;) {
        at = memchr(at, '"', (size_t)(end - at));
        if (at == NULL) break;
        const char *name = ++at;
        at = memchr(at, '"', (size_t)(end - at));
        if (at == NULL) break;
        size_t name_length = (size_t)(at - name);
        at = memchr(at, ':', (size_t)(end - at));
        if (at == NULL) break;
        for (at++; at < end && *at == ' '; at++) {}
        const char *value = at;
        at = skip_value(at, end);
        if (name_length == length && memcmp(name, key, length) == 0)
            return (struct slice){value, (size_t)(at - value)};
    }
    return (struct slice){"", 0};
}

static struct slice unquoted(struct slice text) {
    return text.length < 2 ? text : (struct slice){text.start + 1, text.length - 2};
}

static int is(struct slice text, const char *word) {
    return text.length == strlen(word) && memcmp(text.start, word, text.length) == 0;
}

#endif
