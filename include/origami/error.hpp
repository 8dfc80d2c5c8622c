// The exceptions origami throws. Every message has one form:
//   <name> (<type, options>): <received> but <expected>; <cause or what to do>
#pragma once

#include <stdexcept>

namespace origami {

/// The root: `catch (const origami::Error&)` gets all of these, but not what the standard library
/// throws, like std::bad_alloc where memory is short.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A tensor, a layer or a network with dimensions that do not fit.
struct ShapeError : Error {
  using Error::Error;
};

/// An option, label or argument outside what is allowed.
struct ValueError : Error {
  using Error::Error;
};

/// Calls in the wrong order, like backward before forward.
struct StateError : Error {
  using Error::Error;
};

/// A file that is missing, unreadable, damaged or of another kind.
struct DataError : Error {
  using Error::Error;
};

/// A loss or weight that is no longer a finite number.
struct NumericError : Error {
  using Error::Error;
};

}  // namespace origami
