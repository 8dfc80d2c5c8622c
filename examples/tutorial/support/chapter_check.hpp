// Says what in a chapter of the tutorial is stale or broken, and brings it up to date.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace origami::examples {

/// The chapters' folders in the tutorial's, NN_topic, in order.
std::vector<std::filesystem::path> chapters_of(const std::filesystem::path& tutorial);

/// `folder` holds NN_*.cpp, README.md, README.ja.md and pictures; `programs` what was built of the
/// sources, which is run. Returns a sentence for each block and picture that differs from what
/// the programs are and draw, for each block without a mark, link that leads nowhere or picture
/// without a text, and if the two languages do not show the same. With `write`, blocks and pictures
/// are brought up to date instead. Throws DataError if a program fails or a mark points nowhere.
std::vector<std::string> check_chapter(const std::filesystem::path& folder,
                                       const std::filesystem::path& programs, bool write);

/// A sentence for each relative link or picture of the text `file` that leads nowhere, and for each
/// picture without alternative text.
std::vector<std::string> bad_links(const std::filesystem::path& file);

}  // namespace origami::examples
