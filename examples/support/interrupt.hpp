// Being stopped as a question the training loop asks, not as the end of the program.
#pragma once

namespace origami::examples {

/// From now on Ctrl-C (SIGINT), `kill` (SIGTERM) and a closed terminal (SIGHUP) only make
/// interrupted() true; the second Ctrl-C kills. What the program was started to ignore stays
/// ignored.
void catch_interrupt();
bool interrupted();

/// What a shell expects of a program that was stopped, 130 for Ctrl-C; 0 if it was not.
int interrupted_status();

}  // namespace origami::examples
