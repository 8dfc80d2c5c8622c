// Ctrl-C as a question the training loop asks, not as the end of the program.
#pragma once

namespace origami::examples {

/// From now on the first Ctrl-C (SIGINT) only makes interrupted() true; the second one kills.
void catch_interrupt();
bool interrupted();

/// What a shell expects of a program that Ctrl-C ended.
inline constexpr int kInterruptedStatus = 130;

}  // namespace origami::examples
