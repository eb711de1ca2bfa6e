# Sanitizers and the fuzzer's instrumentation: for every target of ours, or a report would point at the wrong place.

if(SAPA_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "SAPA_FUZZ needs clang++ (libFuzzer): use the preset `fuzz`")
  endif()
  target_compile_options(sapa_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(SAPA_SANITIZE)
  target_compile_options(sapa_options INTERFACE -fsanitize=${SAPA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(sapa_options INTERFACE -fsanitize=${SAPA_SANITIZE})
endif()

if(SAPA_SANITIZE MATCHES "undefined" AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # Clang cannot assemble a coroutine under this check ("cannot represent a difference across sections").
  target_compile_options(sapa_options INTERFACE -fno-sanitize=function)
endif()

if(SAPA_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ warns of every atomic fence in Asio's headers; we use none of our own.
  target_compile_options(sapa_options INTERFACE -Wno-tsan)
endif()
