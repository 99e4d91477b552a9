# Runs every test; ends with exit code 1 when one fails.
ran=0 failed=0
for test in tests/test-*.sh; do
    ran=$((ran + 1))
    sh "$test" || failed=$((failed + 1))
done
echo "$ran tests ran"
[ "$failed" -eq 0 ]
