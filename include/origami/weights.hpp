// Keeping what a network has learnt, and bringing it back.
#pragma once

#include <filesystem>
#include <origami/parameter.hpp>
#include <origami/safetensors.hpp>
#include <origami/sequential.hpp>
#include <string>
#include <vector>

namespace origami {

/// Writes every parameter under its name ("conv1.weight"), running statistics too, with `metadata`
/// for whoever reads the file. The old file stays until the new one is complete. Throws DataError;
/// ValueError if a text is not UTF-8.
void save_weights(const Sequential& net, const std::filesystem::path& path,
                  const Metadata& metadata = {});

/// Reads them back and returns the metadata. Checkpoints are read as well: what they hold besides
/// the weights is passed over. Throws DataError if the file is missing or damaged, or does not fit
/// the net: all missing, additional and differing tensors are named, and the net is as it was.
Metadata load_weights(Sequential& net, const std::filesystem::path& path);

/// The same with what has been read already, or made: that its tensors' bytes fit their shapes is
/// checked again. `who` begins the message of the DataError.
Metadata load_weights(Sequential& net, Safetensors content, const std::string& who);

/// What the names of a checkpoint's other tensors begin with.
inline constexpr const char* kOptimizerPrefix = "optimizer/";

/// The parts of the above: parameters by name, tensors into a file's content, and back, where
/// `who` begins the message of the DataError.
std::vector<NamedTensor> named_parameters(const Sequential& net);
std::vector<StoredTensor> store(const std::vector<NamedTensor>& tensors);
void restore(const std::vector<NamedTensor>& tensors, const std::vector<StoredTensor>& stored,
             const std::string& who);

}  // namespace origami
