#include <cstring>
#include <map>
#include <origami/error.hpp>
#include <origami/weights.hpp>
#include <type_traits>
#include <utility>

namespace origami {

static constexpr const char* kDtype = std::is_same_v<Scalar, float> ? "F32" : "F64";

static std::string text(const std::string& dtype, const Shape& shape) {
  return dtype + " " + to_string(shape);
}

std::vector<NamedTensor> named_parameters(const Sequential& net) {
  std::vector<NamedTensor> named;
  for (Parameter* p : net.parameters()) named.push_back({p->name, &p->value()});
  return named;
}

std::vector<StoredTensor> store(const std::vector<NamedTensor>& tensors) {
  std::vector<StoredTensor> stored;
  stored.reserve(tensors.size());
  for (const auto& [name, tensor] : tensors)
    stored.push_back(
        {name,
         kDtype,
         shape_of(*tensor),
         {reinterpret_cast<const char*>(tensor->data()), tensor->size() * sizeof(Scalar)}});
  return stored;
}

void restore(const std::vector<NamedTensor>& tensors, const std::vector<StoredTensor>& stored,
             const std::string& who) {
  std::map<std::string, const StoredTensor*> unused;
  std::vector<std::pair<Tensor*, const StoredTensor*>> pairs;
  std::string problems;
  for (const StoredTensor& s : stored)
    if (!unused.emplace(s.name, &s).second)
      problems += "\n  " + s.name + " is there twice but expected once";
  for (const auto& [name, tensor] : tensors) {
    const std::string expected = text(kDtype, shape_of(*tensor));
    const auto found = unused.find(name);
    if (found == unused.end()) {
      problems += "\n  " + name + " is missing but expected " + expected;
      continue;
    }
    const StoredTensor& s = *found->second;
    if (text(s.dtype, s.shape) != expected)
      problems += "\n  " + name + " is " + text(s.dtype, s.shape) + " but expected " + expected;
    else if (s.bytes.size() != tensor->size() * sizeof(Scalar))
      problems += "\n  " + name + " has " + std::to_string(s.bytes.size()) +
                  " bytes but expected " + std::to_string(tensor->size() * sizeof(Scalar));
    pairs.emplace_back(tensor, &s);
    unused.erase(found);
  }
  for (const auto& [name, s] : unused)
    problems += "\n  " + name + " " + text(s->dtype, s->shape) + " is not expected";
  if (!problems.empty())
    throw DataError(who + ": does not fit the network; was it another one that was saved?" +
                    problems);
  for (const auto& [tensor, s] : pairs)
    std::memcpy(tensor->data(), s->bytes.data(), s->bytes.size());
}

void save_weights(const Sequential& net, const std::filesystem::path& path,
                  const Metadata& metadata) {
  write_safetensors(path, {store(named_parameters(net)), metadata});
}

Metadata load_weights(Sequential& net, const std::filesystem::path& path) {
  return load_weights(net, read_safetensors(path), path.string());
}

Metadata load_weights(Sequential& net, Safetensors content, const std::string& who) {
  std::erase_if(content.tensors,
                [](const StoredTensor& s) { return s.name.starts_with(kOptimizerPrefix); });
  restore(named_parameters(net), content.tensors, who);
  return std::move(content.metadata);
}

}  // namespace origami
