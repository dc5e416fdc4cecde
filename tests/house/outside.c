/* outside.c: somebody else's program, built against what is installed. */
#include <smartpick/smartpick.h>

#include <stdio.h>

int main(void)
{
    struct sp_date start = {0};
    struct sp_error error = {0};
    if (!sp_date_parse("2027-07-01", "start", &start, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    if (sp_date_parse("2027-13-01", "start", &start, &error))
        return 1;
    printf("%s\n", error.text);
    return 0;
}
