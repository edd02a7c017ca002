#!/bin/sh
# Creates the namespace that Punctual works in, once Temporal serves. Safe to run again: what exists stays.
# Reads TEMPORAL_ADDRESS, NAMESPACE and RETENTION (how long closed workflows stay; the book keeps the fires).
set -eu
: "${TEMPORAL_ADDRESS:?}" "${NAMESPACE:?}" "${RETENTION:?}"

attempt=0
until temporal operator namespace describe --namespace "$NAMESPACE" >/dev/null 2>&1 ||
    temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION"; do
    attempt=$((attempt + 1))
    if [ "$attempt" -ge 60 ]; then
        echo "Namespace $NAMESPACE could not be created at $TEMPORAL_ADDRESS in 60 attempts, see the errors above" >&2
        exit 1
    fi
    sleep 2
done
echo "Namespace $NAMESPACE is there"
