#include <cstring>
#include <origami/error.hpp>
#include <origami/safetensors.hpp>

#include "catch.hpp"
#include "temp_dir.hpp"

using namespace origami;

namespace {

/// A file with this header, whose length is right, and data.
std::string file_of(const std::string& header, const std::string& data = "") {
  const std::uint64_t size = header.size();
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &size, 8);
  return bytes + header + data;
}

/// What is wrong with it.
std::string refusal(const std::string& bytes) {
  return message_of<DataError>([&] { decode_safetensors(bytes, "it"); });
}

std::string entry(const std::string& dtype, const std::string& shape, const std::string& offsets) {
  return R"({"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

/// One tensor of two U8, as it should be.
const std::string kPair = R"({"a":)" + entry("U8", "[2]", "[0,2]") + "}";

Safetensors example() {
  return {{{"b", "F32", {2}, std::string("\0\0\x80\x3f\0\0\0\xc0", 8)},
           {"a", "U8", {3}, "xyz"},
           {"c", "F32", {}, std::string("\0\0\xc0\x7f", 4)}},
          {{"net", "lenet"}}};
}

}  // namespace

TEST_CASE("safetensors are written as the format's own writer does") {
  // Larger elements first, then by name; the header is filled up to a multiple of 8.
  const std::string header = R"({"__metadata__":{"net":"lenet"},)"
                             R"("b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                             R"("c":{"dtype":"F32","shape":[],"data_offsets":[8,12]},)"
                             R"("a":{"dtype":"U8","shape":[3],"data_offsets":[12,15]}})";
  std::string padded = header;
  while (padded.size() % 8 != 0) padded += ' ';
  CHECK(encode_safetensors(example()) ==
        file_of(padded, std::string("\0\0\x80\x3f\0\0\0\xc0\0\0\xc0\x7fxyz", 15)));
}

TEST_CASE("safetensors come back as they were") {
  const TempDir dir;
  Safetensors content = example();
  content.tensors.push_back({"none", "F64", {0, 3}, ""});
  content.tensors.push_back({"ä \"quoted\"\n", "I64", {1}, "12345678"});
  content.metadata["空"] = std::string("line\nwith \0 zero", 16);
  write_safetensors(dir / "x.safetensors", content);
  const Safetensors back = read_safetensors(dir / "x.safetensors");
  CHECK(back.metadata == content.metadata);
  REQUIRE(back.tensors.size() == content.tensors.size());
  for (const StoredTensor& want : content.tensors) {
    const auto got = std::find_if(back.tensors.begin(), back.tensors.end(),
                                  [&](const StoredTensor& t) { return t.name == want.name; });
    REQUIRE(got != back.tensors.end());
    CHECK(got->dtype == want.dtype);
    CHECK(got->shape == want.shape);
    CHECK(got->bytes == want.bytes);
  }
  CHECK(encode_safetensors(back) == encode_safetensors(content));
}

TEST_CASE("safetensors may be empty, padded, and have unknown fields") {
  CHECK(decode_safetensors(file_of("{}"), "it").tensors.empty());
  CHECK(decode_safetensors(encode_safetensors({}), "it").metadata.empty());
  CHECK(decode_safetensors(file_of(kPair + "      ", "xy"), "it").tensors.at(0).bytes == "xy");
  CHECK(decode_safetensors(
            file_of(R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"more":1}})"), "it")
            .tensors.size() == 1);
}

TEST_CASE("safetensors with a wrong length are refused") {
  const std::string whole = file_of(kPair, "xy");
  CHECK(refusal(whole) == "(nothing was thrown)");
  CHECK(contains(refusal(""), "it: ends at byte 0 but expected at least 8"));
  CHECK(contains(refusal("1234567"), "ends at byte 7"));
  CHECK(
      contains(refusal(std::string(8, '\xff') + "{}"), "18446744073709551615 bytes but expected"));
  CHECK(contains(refusal(whole + "z"), "has 3 bytes of data but expected 2"));
  for (std::size_t n = 0; n < whole.size(); ++n) {
    INFO("cut off at " << n);
    CHECK(contains(refusal(whole.substr(0, n)), "it is damaged or no safetensors file"));
  }
  std::string large = "{" + std::string(100'000'000, ' ') + "}";
  CHECK(contains(refusal(file_of(large)), "100000002 bytes but expected at most 100000000"));
}

TEST_CASE("safetensors whose header is no JSON are refused") {
  const auto header = [](const std::string& text) { return refusal(file_of(text, "xy")); };
  CHECK(contains(header(" " + kPair), "does not begin with '{'"));
  CHECK(contains(header("[1]"), "does not begin with '{'"));
  CHECK(contains(header("{\"a\":"), "is not JSON"));
  CHECK(contains(header(kPair + "x"), "is not JSON"));
  CHECK(contains(header(kPair + std::string(1, '\0')), "zero byte"));
  CHECK(contains(header("{\"\xff\":1}"), "is not JSON"));
  CHECK(contains(header("{\"\\ud800\":1}"), "is not JSON"));
  CHECK(contains(header("{\"a\":" + std::string(100'000, '[')), "nested too deeply"));
}

TEST_CASE("safetensors with a key twice are refused") {
  const std::string a = R"("a":)" + entry("U8", "[2]", "[0,2]");
  CHECK(contains(refusal(file_of("{" + a + "," + a + "}", "xy")), R"(has the key "a" twice)"));
  CHECK(contains(refusal(file_of(R"({"a":{"dtype":"U8","dtype":"I8"}})")), R"("dtype" twice)"));
  CHECK(contains(refusal(file_of(R"({"__metadata__":{"k":"1","k":"2"}})")), R"("k" twice)"));
}

TEST_CASE("safetensors with a wrong entry are refused") {
  const auto one = [](const std::string& value, const std::string& data = "xy") {
    return refusal(file_of(R"({"a":)" + value + "}", data));
  };
  CHECK(contains(one("1"), "a is not an object"));
  CHECK(contains(one(R"({"shape":[2],"data_offsets":[0,2]})"), "a has no known dtype"));
  CHECK(contains(one(entry("U9", "[2]", "[0,2]")), "a has no known dtype"));
  CHECK(contains(one(R"({"dtype":8,"shape":[2],"data_offsets":[0,2]})"), "a has no known dtype"));
  for (const char* shape : {"2", "[-2]", "[2.0]", "[\"2\"]", "[[2]]", "[1e30]", "null"}) {
    INFO(shape);
    CHECK(contains(one(entry("U8", shape, "[0,2]")), "it: "));
    CHECK(!contains(one(entry("U8", shape, "[0,2]")), "nothing was thrown"));
  }
  for (const char* offsets : {"2", "[2]", "[0,2,4]", "[-1,1]", "[0.0,2.0]", "{}"})
    CHECK(contains(one(entry("U8", "[2]", offsets)), "a has no data_offsets"));
  CHECK(contains(refusal(file_of(R"({"__metadata__":{"k":1}})")), "object of strings"));
  CHECK(contains(refusal(file_of(R"({"__metadata__":"k"})")), "object of strings"));
}

TEST_CASE("safetensors with tensors at wrong places are refused") {
  const auto two = [](const std::string& a, const std::string& b, const std::string& data) {
    return refusal(file_of(
        R"({"a":)" + entry("U8", "[2]", a) + R"(,"b":)" + entry("U8", "[2]", b) + "}", data));
  };
  CHECK(two("[0,2]", "[2,4]", "wxyz") == "(nothing was thrown)");
  CHECK(two("[2,4]", "[0,2]", "wxyz") == "(nothing was thrown)");
  CHECK(contains(two("[1,3]", "[3,5]", "vwxyz"), "a begins at byte 1 of the data but expected 0"));
  CHECK(contains(two("[0,2]", "[3,5]", "vwxyz"), "b begins at byte 3 of the data but expected 2"));
  CHECK(contains(two("[0,2]", "[1,3]", "xyz"), "b begins at byte 1 of the data but expected 2"));
  CHECK(contains(two("[0,2]", "[2,4]", "xyz"), "has 3 bytes of data but expected 4"));
  CHECK(contains(two("[0,2]", "[2,1]", "xy"), "b ends before it begins"));
  CHECK(contains(two("[0,2]", "[2,5]", "vwxyz"), "b has 3 bytes but expected 2 for U8 (2)"));
  const std::string huge = entry("F64", "[4294967296,4294967296]", "[0,2]");
  CHECK(
      contains(refusal(file_of(R"({"a":)" + huge + "}", "xy")), "a has 2 bytes but expected 184"));
}

TEST_CASE("no changed byte makes the reader do anything but read or refuse") {
  const std::string whole = encode_safetensors(example());
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (const int change : {0x01, 0x20, 0x80, 0xff}) {
      std::string bytes = whole;
      bytes[i] = static_cast<char>(bytes[i] ^ change);
      try {
        decode_safetensors(bytes, "it");
      } catch (const DataError&) {
      }
    }
  CHECK(refusal(whole) == "(nothing was thrown)");
}

TEST_CASE("safetensors that no reader would take are not written") {
  const auto refused = [](const Safetensors& content) {
    return message_of<ValueError>([&] { encode_safetensors(content); });
  };
  CHECK(contains(refused({{{"a", "U8", {1}, "x"}, {"a", "U8", {1}, "y"}}, {}}), "a is taken"));
  CHECK(contains(refused({{{"__metadata__", "U8", {1}, "x"}}, {}}), "__metadata__ is taken"));
  CHECK(contains(refused({{{"a", "F32", {2}, "x"}}, {}}), "a has 1 bytes, which is not F32 (2)"));
  CHECK(contains(refused({{{"a", "X8", {1}, "x"}}, {}}), "which is not X8 (1)"));
  CHECK(contains(refused({{}, {{"k", "\xff"}}}), "must be UTF-8"));
}

TEST_CASE("a tensor of nothing may lie where another begins") {
  const std::string header = R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                             R"("b":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})";
  const std::uint64_t size = header.size();
  const std::string bytes = std::string(reinterpret_cast<const char*>(&size), 8) + header + "xy";
  CHECK(decode_safetensors(bytes, "it").tensors.size() == 2);
}

TEST_CASE("safetensors of every dtype have its size") {
  const std::pair<const char*, std::size_t> dtypes[] = {
      {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"F8_E5M2", 1}, {"F8_E4M3", 1},
      {"I16", 2},  {"U16", 2}, {"F16", 2}, {"BF16", 2},    {"I32", 4},
      {"U32", 4},  {"F32", 4}, {"F64", 8}, {"I64", 8},     {"U64", 8}};
  for (const auto& [dtype, size] : dtypes) {
    INFO(dtype);
    const std::string header =
        R"({"a":)" + entry(dtype, "[3]", "[0," + std::to_string(3 * size) + "]") + "}";
    CHECK(refusal(file_of(header, std::string(3 * size, 'x'))) == "(nothing was thrown)");
  }
}
