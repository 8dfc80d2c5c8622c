#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>
#include <origami/error.hpp>
#include <origami/file.hpp>
#include <origami/safetensors.hpp>
#include <set>
#include <utility>

namespace origami {

static_assert(std::endian::native == std::endian::little, "bytes are stored as in memory");

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMaxHeader = 100'000'000;  // bytes
constexpr const char* kMetadata = "__metadata__";

/// 0 for a dtype the format does not know.
std::uint64_t bits_of(const std::string& dtype) {
  static const std::map<std::string, std::uint64_t> bits{
      {"BOOL", 8}, {"U8", 8},   {"I8", 8},   {"F8_E5M2", 8}, {"F8_E4M3", 8},
      {"I16", 16}, {"U16", 16}, {"F16", 16}, {"BF16", 16},   {"I32", 32},
      {"U32", 32}, {"F32", 32}, {"F64", 64}, {"I64", 64},    {"U64", 64}};
  return bits.contains(dtype) ? bits.at(dtype) : 0;
}

/// Bytes of a tensor by its shape; 2^64 - 1, which none has, if they are 2^64 bits or more.
std::uint64_t size_of(const StoredTensor& tensor) {
  std::uint64_t bits = bits_of(tensor.dtype);
  for (const std::size_t extent : tensor.shape)
    if (__builtin_mul_overflow(bits, extent, &bits)) return ~std::uint64_t{0};
  return bits / 8;
}

struct Entry {
  StoredTensor tensor;
  std::uint64_t begin, end;  // its bytes in the data
};

class Decoder {
 public:
  Decoder(std::string_view bytes, std::string who) : bytes_(bytes), who_(std::move(who)) {}

  Safetensors decode() const {
    const std::string_view header = find_header(), data = bytes_.substr(8 + header.size());
    Safetensors content;
    std::vector<Entry> entries;
    const Json fields = parse(header);
    for (const auto& [name, value] : fields.items())
      if (name == kMetadata)
        content.metadata = metadata(value);
      else
        entries.push_back(entry(name, value));
    std::ranges::sort(entries, {}, [](const Entry& e) { return std::pair(e.begin, e.end); });
    check_places(entries, data.size());
    for (Entry& e : entries) {
      e.tensor.bytes = data.substr(e.begin, e.end - e.begin);
      content.tensors.push_back(std::move(e.tensor));
    }
    return content;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw DataError(who_ + ": " + what + "; it is damaged or no safetensors file");
  }

  std::string_view find_header() const {
    if (bytes_.size() < 8)
      fail("ends at byte " + std::to_string(bytes_.size()) + " but expected at least 8");
    std::uint64_t size = 0;
    std::memcpy(&size, bytes_.data(), 8);
    if (const auto most = std::min<std::uint64_t>(kMaxHeader, bytes_.size() - 8); size > most)
      fail("has a header of " + std::to_string(size) + " bytes but expected at most " +
           std::to_string(most));
    const std::string_view header = bytes_.substr(8, size);
    if (!header.starts_with('{')) fail("the header does not begin with '{' but expected JSON");
    // The JSON library takes a zero for the end of its input.
    if (header.find('\0') != header.npos) fail("a zero byte in the header but expected JSON");
    return header;
  }

  Json parse(std::string_view header) const {
    std::map<int, std::set<std::string>> keys;  // of the objects that are open, by depth
    const auto watch = [&](int depth, Json::parse_event_t event, const Json& value) {
      if (depth > 3) fail("the header is nested too deeply");
      if (event == Json::parse_event_t::object_start) keys[depth].clear();
      if (event == Json::parse_event_t::key &&
          !keys[depth - 1].insert(value.get_ref<const std::string&>()).second)
        fail("the header has the key " + value.dump() + " twice");
      return false;  // to keep values while watching takes the square of their number
    };
    try {
      [[maybe_unused]] const Json nothing = Json::parse(header, watch);
      return Json::parse(header);
    } catch (const Json::exception& e) {
      fail(std::string("the header is not JSON: ") + e.what());
    }
  }

  Metadata metadata(const Json& value) const {
    const auto is_text = [](const Json& text) { return text.is_string(); };
    if (!value.is_object() || !std::all_of(value.begin(), value.end(), is_text))
      fail("__metadata__ is not an object of strings");
    return value.get<Metadata>();
  }

  Entry entry(const std::string& name, const Json& value) const {
    const auto is_count = [](const Json& number) { return number.is_number_unsigned(); };
    const auto is_counts = [&](const Json& array) {
      return array.is_array() && std::all_of(array.begin(), array.end(), is_count);
    };
    if (!value.is_object()) fail(name + " is not an object");
    const Json dtype = value.value("dtype", Json()), shape = value.value("shape", Json());
    const Json offsets = value.value("data_offsets", Json());
    if (!dtype.is_string() || bits_of(dtype) == 0) fail(name + " has no known dtype");
    if (!is_counts(shape)) fail(name + " has no shape");
    if (!is_counts(offsets) || offsets.size() != 2)
      fail(name + " has no data_offsets [begin, end]");
    return {{name, dtype, shape, ""}, offsets[0], offsets[1]};
  }

  /// The tensors lie one behind the other, from the first byte of the data to the last.
  void check_places(const std::vector<Entry>& entries, std::uint64_t data_size) const {
    std::uint64_t position = 0;
    for (const auto& [tensor, begin, end] : entries) {
      if (begin != position)
        fail(tensor.name + " begins at byte " + std::to_string(begin) +
             " of the data but expected " + std::to_string(position));
      if (end < begin) fail(tensor.name + " ends before it begins");
      if (end - begin != size_of(tensor))
        fail(tensor.name + " has " + std::to_string(end - begin) + " bytes but expected " +
             std::to_string(size_of(tensor)) + " for " + tensor.dtype + " " +
             to_string(tensor.shape));
      position = end;
    }
    if (position != data_size)
      fail("has " + std::to_string(data_size) + " bytes of data but expected " +
           std::to_string(position));
  }

  std::string_view bytes_;
  std::string who_;
};

}  // namespace

Safetensors decode_safetensors(std::string_view bytes, const std::string& who) {
  return Decoder(bytes, who).decode();
}

std::string encode_safetensors(const Safetensors& content) {
  std::vector<const StoredTensor*> order;
  for (const StoredTensor& t : content.tensors) order.push_back(&t);
  // The reference's order: large elements first, so that all are aligned; then by name.
  std::sort(order.begin(), order.end(), [](const StoredTensor* a, const StoredTensor* b) {
    return std::pair(bits_of(b->dtype), a->name) < std::pair(bits_of(a->dtype), b->name);
  });
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!content.metadata.empty()) header[kMetadata] = content.metadata;
  std::uint64_t position = 0;
  for (const StoredTensor* t : order) {
    if (header.contains(t->name) || t->name == kMetadata)
      throw ValueError("safetensors: the name " + t->name + " is taken; names are unique");
    if (bits_of(t->dtype) == 0 || size_of(*t) != t->bytes.size())
      throw ValueError("safetensors: " + t->name + " has " + std::to_string(t->bytes.size()) +
                       " bytes, which is not " + t->dtype + " " + to_string(t->shape));
    const std::uint64_t begin = std::exchange(position, position + t->bytes.size());
    header[t->name] = {
        {"dtype", t->dtype}, {"shape", t->shape}, {"data_offsets", {begin, position}}};
  }
  std::string text;
  try {
    text = header.dump();
  } catch (const nlohmann::json::exception& e) {
    throw ValueError(std::string("safetensors: names and metadata must be UTF-8: ") + e.what());
  }
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const std::uint64_t length = text.size();
  std::string bytes(reinterpret_cast<const char*>(&length), 8);
  bytes += text;
  for (const StoredTensor* t : order) bytes += t->bytes;
  return bytes;
}

void write_safetensors(const std::filesystem::path& path, const Safetensors& content) {
  replace_file(path, encode_safetensors(content));
}

Safetensors read_safetensors(const std::filesystem::path& path) {
  return decode_safetensors(load_file(path), path.string());
}

}  // namespace origami
