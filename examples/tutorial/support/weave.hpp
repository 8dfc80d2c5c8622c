// Keeps texts equal to programs: code and output are woven into them, never pasted.
//
// In a text, the line
//   <!-- code: 01_tensors.cpp#offset -->      stands before the lines between `// [offset]` and
//                                             `// [/offset]` of that file in the text's folder;
//   <!-- code: layers/relu.cpp#ReLU::do_forward -->   before that function, or class, with the
//                                             comment above it, of a file named from the
//                                             repository's root;
//   <!-- output: 01_tensors#offset -->        before what that program prints under
//                                             `== offset ==`.
// A number printed after `~`, as in `~12 ms`, differs between machines and is not compared.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace origami::examples {

/// One such line.
struct Mark {
  std::string kind, file, name;  // "code", "01_tensors.cpp", "offset"
  friend bool operator==(const Mark&, const Mark&) = default;
};
std::string to_string(const Mark& mark);
std::vector<Mark> marks_of(const std::string& text);

/// The marked lines of a source without their common indentation; if none are marked so, the
/// function or class called `name`. Throws DataError if there is no such.
std::string region_of(const std::string& source, const std::string& name);

/// What a program printed under `== name ==`. Throws DataError.
std::string section_of(const std::string& output, const std::string& name);

/// `text` with every marked block replaced by `content(mark)`, or made where it is missing; a block
/// that differs only in numbers after `~` stays as it is.
std::string weave(const std::string& text, const std::function<std::string(const Mark&)>& content);

/// The lines of a text that are neither code nor output, without `code in a line`.
std::string prose_of(const std::string& text);

/// The line numbers, from 1, of blocks that show C++ or output but have no mark: they could go
/// stale.
std::vector<std::size_t> unmarked_blocks(const std::string& text);

}  // namespace origami::examples
