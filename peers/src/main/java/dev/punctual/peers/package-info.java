/**
 * Other schedulers behind one small interface, so that the benchmarks can give each of them the same due file and the same
 * payload. Each runs in a process of its own, {@link dev.punctual.peers.PeerMain}, beside a fresh PostgreSQL or Temporal that
 * {@link dev.punctual.peers.ServersMain} keeps. Nothing of Punctual is in here, and nothing in here is shipped with it.
 */
@NullMarked
package dev.punctual.peers;

import org.jspecify.annotations.NullMarked;
